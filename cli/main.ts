import { toTerminal } from "./output.ts";
import { runProgram } from "./program.ts";

/** The name of the command that was run, for what starts this: it keeps that command's code compiled. */
export let ran = "";

process.once("SIGINT", () => process.exit(130));
// `guestlist timeline | head -1`: the reader has left, and wanted no more. Setting up the stream takes half a millisecond: by
// the next tick the first request is on its way, and nothing that was written can have failed yet.
process.nextTick(() => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
});

void runProgram(process.argv, process.env, toTerminal, (command) => (ran = command)).then((code) => {
  process.exitCode = code;
  // What is still open is the connection, and closing it in form takes a while. On Windows a pipe may still take words.
  if (process.platform !== "win32" && process.stdout.writableLength === 0) process.exit();
});
