import type { AnswerOf, Endpoint } from "@guestlist/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Actor } from "../accounts/actor.ts";
import type { CallEndpoint, UncheckedInput } from "../platform/http/call-endpoint.ts";
import type { SessionCookie } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import type { Bearers } from "./bearer.ts";
import type { Resource } from "./errors.ts";

/** What every family of calls is built on: Guestlist's own endpoints, and nothing below them. */
export interface Facade {
  readonly scope: FastifyInstance;
  readonly platform: Platform;
  readonly callEndpoint: CallEndpoint<Actor>;
  readonly bearers: Bearers;
}

/** One request of one of Scalingo's clients. Nothing of it is checked: Guestlist's endpoints do that. */
export interface Asking {
  readonly request: FastifyRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Empty where none was sent, or no object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Calls an endpoint of Guestlist as whoever asks. */
  readonly call: <E extends Endpoint>(endpoint: E, input?: UncheckedInput) => Promise<AnswerOf<E>>;
}
export interface SignedIn extends Asking {
  readonly actor: Actor;
}

export interface Said {
  readonly status: number;
  readonly body?: unknown;
}
export const ok = (body: object): Said => ({ status: 200, body });
export const created = (body: object): Said => ({ status: 201, body });
export const nothing: Said = { status: 204 };

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** A call that needs the bearer of a token exchange. @param resource what a 404 of it is about */
export function serve(
  facade: Facade,
  method: Method,
  url: string,
  resource: Resource | null,
  say: (asking: SignedIn) => Promise<Said> | Said,
): void {
  serveOpen(facade, method, url, resource, async (asking) => {
    const bearer = await bearerOf(facade, asking.request);
    if (bearer === null || bearer.addon !== null) throw notSignedIn();
    return say({ ...asking, ...signedIn(facade, asking.request, bearer.actor) });
  });
}

/** A call of the database API: the addon's own token opens it, and scalingo.js comes with the person's bearer. */
export function serveDatabaseApi(
  facade: Facade,
  method: Method,
  url: string,
  say: (asking: SignedIn) => Promise<Said> | Said,
): void {
  serveOpen(facade, method, url, null, async (asking) => {
    const bearer = await bearerOf(facade, asking.request);
    // What no addon is named in is nobody's data.
    const { addon = bearer?.addon } = asking.params;
    if (bearer === null || (bearer.addon !== null && bearer.addon !== addon)) throw notSignedIn();
    return say({ ...asking, ...signedIn(facade, asking.request, bearer.actor) });
  });
}

/** A call that needs nobody signed in. */
export function serveOpen(
  { scope, ...facade }: Facade,
  method: Method,
  url: string,
  resource: Resource | null,
  say: (asking: Asking) => Promise<Said> | Said,
): void {
  scope.route({
    method,
    url,
    schema: { hide: true },
    config: { resource },
    handler: async (request, reply) => {
      const { status, body } = await say({
        request,
        params: request.params as Record<string, string>,
        query: request.query as Record<string, unknown>,
        body: objectIn(request.body),
        call: (endpoint, input = {}) => callAs(facade, request, null, endpoint, input),
      });
      return reply.code(status).send(body);
    },
  });
}

const signedIn = (facade: Facade, request: FastifyRequest, actor: Actor): Pick<SignedIn, "actor" | "call"> => ({
  actor,
  call: (endpoint, input = {}) => callAs(facade, request, actor, endpoint, input),
});

/** @param session where a session goes that the endpoint starts or ends */
export const callAs = <E extends Endpoint>(
  { callEndpoint }: Pick<Facade, "callEndpoint">,
  request: FastifyRequest,
  actor: Actor | null,
  endpoint: E,
  input: UncheckedInput,
  session?: SessionCookie,
): Promise<AnswerOf<E>> =>
  callEndpoint(endpoint, input, {
    actor,
    requestId: request.id,
    client: { address: request.ip, userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null },
    ...(session && { session }),
  });

async function bearerOf({ bearers, platform }: Facade, { headers }: FastifyRequest) {
  const text = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  return text === undefined ? null : bearers.read(platform.db, text);
}

const notSignedIn = (): Refusal =>
  new Refusal("not_signed_in", "This bearer opens nothing here (any more). Exchange an API token for a new one.");

/** The object in a body, under that key when one is given; an empty one where there is none. */
export function objectIn(body: unknown, key?: string): Readonly<Record<string, unknown>> {
  const found = key === undefined ? body : (body as Record<string, unknown> | null)?.[key];
  return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : {};
}
