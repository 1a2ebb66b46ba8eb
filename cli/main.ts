import { toTerminal } from "./output.ts";
import { runProgram } from "./program.ts";

process.once("SIGINT", () => process.exit(130));
// `guestlist timeline | head -1`: the reader has left, and wanted no more.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

void runProgram(process.argv, process.env, toTerminal).then((code) => {
  process.exitCode = code;
});
