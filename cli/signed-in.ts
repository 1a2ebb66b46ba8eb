import { call, endpoints, type Account, type Transport } from "@guestlist/contract";
import type { Context } from "./context.ts";
import type { Credentials } from "./credentials.ts";
import { Failure } from "./failure.ts";
import { bearing, send } from "./transport.ts";

/** Signs in, makes an API token of that name, and signs the session out again: only the token is kept. */
export async function tokenBySigningIn(
  url: string,
  body: { email: string; password: string },
  name: string,
): Promise<string> {
  let cookie = "";
  const onCookies = (lines: readonly string[]) => {
    if (lines.length > 0) cookie = lines.map((line) => line.split(";", 1)[0]).join("; ");
  };
  const transport: Transport = async (request) =>
    await send({ url, headers: cookie ? { cookie } : {}, onCookies }, request);
  await call(transport, endpoints.signIn, { body });
  if (cookie === "") throw new Failure("unavailable", `${url} signed you in without starting a session.`);
  try {
    return (await call(transport, endpoints.createToken, { body: { name } })).body.token;
  } finally {
    // A session that stays open ends by itself; no reason to fail a login that worked.
    await call(transport, endpoints.signOut, {}).catch(() => undefined);
  }
}

export async function accountOfToken(url: string, token: string): Promise<Account> {
  return (await call(asHolder(url, token), endpoints.showAccount, {})).body.account;
}

export async function endToken({ url, token }: Credentials): Promise<void> {
  await call(asHolder(url, token), endpoints.endToken, { params: { id: "current" } });
}

/** A new login replaces the token of the one before, which would otherwise live on where nobody looks. */
export async function endSavedToken(context: Context, replacement: string): Promise<void> {
  const before = context.saved;
  if (before === null || before.token === replacement) return;
  await endToken(before).catch(() => undefined);
}

const asHolder =
  (url: string, token: string): Transport =>
  async (request) =>
    await send({ url, headers: bearing(token) }, request);
