import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { Failure } from "./failure.ts";

/** What `login` keeps. The token goes to this `url` and to no other. */
export interface Credentials {
  readonly url: string;
  readonly token: string;
  readonly email: string;
}

/** `$XDG_CONFIG_HOME/guestlist/credentials.json`; a relative XDG_CONFIG_HOME is ignored, as its specification says. */
export function credentialsFile(env: NodeJS.ProcessEnv): string {
  const base = env["XDG_CONFIG_HOME"];
  return join(base && isAbsolute(base) ? base : join(homedir(), ".config"), "guestlist", "credentials.json");
}

/** Null where nobody logged in. Throws Failure where the file is not what `login` writes. */
export function readCredentials(env: NodeJS.ProcessEnv): Credentials | null {
  const file = credentialsFile(env);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return null;
    throw unreadable(file, error);
  }
  try {
    const { url, token, email } = JSON.parse(text) as Partial<Record<string, unknown>>;
    if (typeof url === "string" && typeof token === "string" && typeof email === "string") return { url, token, email };
  } catch {
    // Falls through to the same words: cut short or edited, it is no use either way.
  }
  throw unreadable(file);
}

/** Written beside and moved into place, so that no reader meets half a file; 0600 from its first byte on. */
export function saveCredentials(env: NodeJS.ProcessEnv, credentials: Credentials): void {
  const file = credentialsFile(env);
  const folder = join(file, "..");
  const draft = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  try {
    writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

export const removeCredentials = (env: NodeJS.ProcessEnv): void => rmSync(credentialsFile(env), { force: true });

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

const unreadable = (file: string, error?: unknown): Failure =>
  new Failure("not_signed_in", `${file} cannot be read${error instanceof Error ? `: ${error.message}` : "."}`, [
    "Remove it and run guestlist login to write it anew.",
  ]);
