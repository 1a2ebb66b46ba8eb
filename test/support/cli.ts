import path from "node:path";
import { root, temporaryFolder } from "./paths.ts";
import { runProgram, type Finished } from "./program.ts";

export interface CliOptions {
  url?: string;
  token?: string;
  env?: Record<string, string>;
  stdin?: string;
  timeoutMs?: number;
}

/** Runs the command line as a person would, with a home of its own: no test sees the sign-in of another. */
export function guestlist(args: readonly string[], options: CliOptions = {}): Promise<Finished> {
  const { url, token, env = {}, stdin, timeoutMs } = options;
  const home = env["HOME"] ?? temporaryFolder("home");
  return runProgram(process.execPath, [path.join(root, "cli/bin/guestlist"), ...args], {
    env: {
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, ".config"),
      GUESTLIST_URL: url,
      GUESTLIST_TOKEN: token,
      ...env,
    },
    ...(stdin === undefined ? {} : { stdin }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}
