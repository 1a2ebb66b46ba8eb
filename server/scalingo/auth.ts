import { endpoints, type Account, type ApiToken } from "@guestlist/contract";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../accounts/actor.ts";
import { authenticate } from "../accounts/authenticate.ts";
import { findEmailByUsername } from "../accounts/queries.ts";
import { Refusal } from "../platform/refusal.ts";
import { MissingResource } from "./errors.ts";
import {
  callAs,
  created,
  nothing,
  objectIn,
  ok,
  serve,
  serveOpen,
  type Asking,
  type Facade,
  type Said,
  type SignedIn,
} from "./facade.ts";
import { userIdOf } from "./user-id.ts";

/** Sign-in by API token and by password, the person, their tokens, and the one region. */
export function authRoutes(facade: Facade): void {
  serveOpen(facade, "POST", "/v1/tokens/exchange", null, ({ request }) => exchange(facade, request));
  serveOpen(facade, "POST", "/v1/tokens", null, (asking) => signInByPassword(facade, asking));
  serve(facade, "GET", "/v1/tokens", "token", listTokens);
  serve(facade, "PATCH", "/v1/tokens/:id/renew", "token", renewToken);
  serve(facade, "DELETE", "/v1/tokens/:id", "token", async ({ call, params }) => {
    await call(endpoints.endToken, { params: { id: params["id"] } });
    return nothing;
  });
  serve(facade, "GET", "/v1/users/self", "user", async ({ call }) => {
    const { body } = await call(endpoints.showAccount);
    return ok({ user: userView(body.account) });
  });
  serveOpen(facade, "GET", "/v1/regions", null, () => ok({ regions: [regionOf(facade)] }));
}

/** `Basic` with an empty name and the API token as its password. */
async function exchange({ platform, bearers }: Facade, request: FastifyRequest): Promise<Said> {
  const { password } = basicOf(request);
  const actor = await authenticate(platform.db, { bearerToken: password, sessionToken: null });
  if (actor === null) throw new Refusal("wrong_credentials", "This API token opens nothing here (any more).");
  return ok({ token: bearers.issue(actor) });
}

/** `Basic` with name and password is the CLI's sign-in; with a bearer it makes one more token, as scalingo.js does. */
async function signInByPassword(facade: Facade, asking: Asking): Promise<Said> {
  const { request } = asking;
  if (/^Bearer /i.test(request.headers.authorization ?? "")) return createTokenAs(facade, request);
  const { name, password } = basicOf(request);
  const email = name.includes("@") ? name : await findEmailByUsername(facade.platform.db, name.toLowerCase());
  let token: string | null = null;
  const session = { token, set: (made: string) => void (token = made), clear: () => undefined };
  await callAs(facade, request, null, endpoints.signIn, { body: { email: email ?? name, password } }, session);
  const actor = await authenticate(facade.platform.db, { bearerToken: null, sessionToken: token });
  try {
    return await makeToken(facade, request, actor);
  } finally {
    // The session was for this alone: what the client keeps is the token.
    await callAs(facade, request, actor, endpoints.signOut, {}, { ...session, token });
  }
}

async function createTokenAs(facade: Facade, request: FastifyRequest): Promise<Said> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const found = await facade.bearers.read(facade.platform.db, bearer);
  return makeToken(facade, request, found?.addon === null ? found.actor : null);
}

async function makeToken(facade: Facade, request: FastifyRequest, actor: Actor | null): Promise<Said> {
  const { name = "Scalingo client" } = { ...objectIn(request.body), ...objectIn(request.body, "token") };
  const { body } = await callAs(facade, request, actor, endpoints.createToken, { body: { name } });
  return created({ token: { ...tokenView(body.api_token), token: body.token } });
}

async function listTokens({ call }: SignedIn): Promise<Said> {
  const { body } = await call(endpoints.listTokens);
  return ok({ tokens: body.tokens.map(tokenView) });
}

/** A new token of the same name, then the end of the old one: Guestlist's tokens do not change. */
async function renewToken({ call, params }: SignedIn): Promise<Said> {
  const { body: open } = await call(endpoints.listTokens);
  const old = open.tokens.find(({ id }) => id === params["id"]);
  if (old === undefined) throw new MissingResource("token", "You have no such API token, or it has ended already.");
  const { body } = await call(endpoints.createToken, { body: { name: old.name } });
  await call(endpoints.endToken, { params: { id: old.id } });
  return ok({ token: { ...tokenView(body.api_token), token: body.token } });
}

const tokenView = ({ id, name, created_at, last_used_at }: ApiToken) => ({ id, name, created_at, last_used_at });

/** No `flags.admin`: it would make the CLI ask for an operator's consent before each change. */
const userView = ({ username, email }: Account) => ({
  id: userIdOf({ email }),
  username,
  email,
  fullname: username,
  flags: {},
});

/** Terraform takes its addresses from here, and looks for this name unless it is told another. */
function regionOf({ platform }: Facade) {
  const { origin, hostname } = platform.config.publicUrl;
  const base = `${origin}/scalingo`;
  return {
    name: "osc-fr1",
    display_name: "Guestlist",
    api: base,
    database_api: base,
    dashboard: origin,
    ssh: `${hostname}:22`,
    default: true,
  };
}

function basicOf({ headers }: FastifyRequest): { name: string; password: string } {
  const encoded = /^Basic +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const text = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) throw new Refusal("not_signed_in", "Send the credentials by HTTP Basic authentication.");
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
