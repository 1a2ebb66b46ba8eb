import { hostname } from "node:os";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { saveCredentials, type Credentials } from "../credentials.ts";
import { UsageFailure } from "../failure.ts";
import { ask, hasTerminal, readStdin } from "../stdin.ts";
import { accountOfToken, endSavedToken, tokenBySigningIn } from "../signed-in.ts";

export const login = command({
  name: "login",
  arguments: [],
  description: "Sign in, and keep an API token for the next commands",
  examples: [
    "login",
    "login --email user@example.com --password-stdin < password.txt",
    "login --token-stdin < token.txt",
  ],
  options: [
    ["--email <email>", "the account's address"],
    ["--password-stdin", "read the password from standard input"],
    ["--token-stdin", "read an API token from standard input, and keep that one"],
  ],
  async run(context, _, options) {
    const { url } = context;
    const token =
      options.tokenStdin === true ? (await readStdin("The API token")).trim() : await newToken(url, options);
    const account = await accountOfToken(url, token);
    await endSavedToken(context, token);
    keep(context, { url, token, email: account.email });
    if (context.json) return context.out.json({ account });
    context.out.line(`-----> Signed in at ${url} as ${account.email}`);
  },
});

async function newToken(url: string, options: { email?: string; passwordStdin?: boolean }): Promise<string> {
  if (options.passwordStdin !== true && !hasTerminal()) {
    throw new UsageFailure("login asks on a terminal. Elsewhere use --email with --password-stdin, or --token-stdin.");
  }
  if (options.passwordStdin === true && options.email === undefined) {
    throw new UsageFailure("--password-stdin needs --email too.");
  }
  const email = options.email ?? (await ask("E-mail", "shown"));
  const password = options.passwordStdin === true ? await readStdin("The password") : await ask("Password", "hidden");
  // The list of tokens shows where each one is kept.
  return await tokenBySigningIn(url, { email, password }, `guestlist on ${hostname()}`.slice(0, 100));
}

function keep(context: Context, credentials: Credentials): void {
  saveCredentials(context.env, credentials);
  if (context.env["GUESTLIST_TOKEN"]?.trim()) {
    context.out.note(" !     GUESTLIST_TOKEN is set: while it is, commands use that token and not this login.");
  }
}
