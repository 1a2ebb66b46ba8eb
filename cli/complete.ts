import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** Adds `completion <shell>`, and the hidden `complete` that the shell calls. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: "completion" });
}
