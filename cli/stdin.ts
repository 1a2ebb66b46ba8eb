import { Interrupted, UsageFailure } from "./failure.ts";
import { plain } from "./output.ts";

/** What was piped in, without the line end that `echo` adds. Throws UsageFailure where that is nothing. */
export async function readStdin(what: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces)
    .toString("utf8")
    .replace(/\r?\n$/, "");
  if (text.trim() === "") throw new UsageFailure(`${what} was to come on standard input, and nothing came.`);
  return text;
}

/** Whether somebody is there to answer a question. */
export const hasTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Asks on the terminal. Throws Interrupted on Ctrl-C. */
export async function ask(message: string, how: "shown" | "hidden"): Promise<string> {
  const { askText, askHidden } = await import("./ask.ts");
  const typed = await (how === "hidden" ? askHidden(plain(message)) : askText(plain(message)));
  if (typed === null) throw new Interrupted();
  return typed;
}
