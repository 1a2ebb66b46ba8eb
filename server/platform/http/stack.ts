import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Platform } from "../platform.ts";
import { Refusal } from "../refusal.ts";
import { compressList } from "./compress.ts";
import { EventStream, sendStream } from "./event-stream.ts";
import { notSignedIn, type Credentials, type Gate } from "./gate.ts";
import type { Asked, Journey, SessionCookie } from "./journey.ts";
import { runJourney } from "./run-journey.ts";

export type { Credentials, Gate } from "./gate.ts";

export const sessionCookie = "guestlist_session";

/** Serves a journey: authenticate, validate (Fastify, by the contract), transaction, permission, run, response check. */
export function serveJourney<Actor, Grant>(
  app: FastifyInstance,
  platform: Platform,
  gate: Gate<Actor, Grant>,
  served: Journey,
): void {
  const { endpoint } = served;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: {
      summary: endpoint.summary,
      tags: [endpoint.path.split("/")[2] ?? ""],
      ...(endpoint.params && { params: endpoint.params }),
      ...(endpoint.query && { querystring: endpoint.query }),
      ...(endpoint.body && { body: endpoint.body }),
      ...(endpoint.produces && { produces: [endpoint.produces] }),
      response: endpoint.response,
    },
    preValidation: async (request) => {
      // Before validation, so that a stranger learns nothing from what is wrong with their body.
      refuseForeignOrigin(request, platform);
      const actor = await gate.authenticate(platform.db, credentialsOf(request));
      if (actor === null && endpoint.permission !== "anyone") throw new Refusal("not_signed_in", notSignedIn);
      request.actor = actor;
    },
    onSend: compressList,
    handler: async (request, reply) => {
      const answer = await runJourney(platform, gate, served, {
        ...askedOf(platform, request, reply),
        actor: request.actor as Actor,
      });
      if (answer.body instanceof EventStream) return sendStream(app, reply, answer.body);
      return reply.code(answer.status).send(answer.status === 204 ? undefined : answer.body);
    },
  });
}

function askedOf(platform: Platform, request: FastifyRequest, reply: FastifyReply): Asked<never> {
  return {
    platform,
    params: request.params,
    query: request.query,
    body: request.body,
    requestId: request.id,
    client: { address: request.ip, userAgent: request.headers["user-agent"]?.slice(0, 300) ?? null },
    session: cookieOf(platform, request, reply),
    answerAsFile: (name: string, type: string) =>
      void reply.type(type).header("content-disposition", `attachment; filename="${name}"`),
  } as Asked<never>;
}

function cookieOf(platform: Platform, request: FastifyRequest, reply: FastifyReply): SessionCookie {
  const options = {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: platform.config.publicUrl.protocol === "https:",
  } as const;
  return {
    token: request.cookies[sessionCookie] ?? null,
    set: (token, expires) => void reply.setCookie(sessionCookie, token, { ...options, expires }),
    clear: () => void reply.clearCookie(sessionCookie, options),
  };
}

/** A bearer token counts alone: a request that carries one is never answered by the cookie's account. */
function credentialsOf(request: FastifyRequest): Credentials {
  const header = request.headers.authorization;
  if (header === undefined) return { bearerToken: null, sessionToken: request.cookies[sessionCookie] ?? null };
  const bearer = /^Bearer +(\S+)$/i.exec(header)?.[1];
  return { bearerToken: bearer ?? "", sessionToken: null };
}

/** Another site's page may not act with this site's cookie. Clients that are no browser send no Origin. */
function refuseForeignOrigin(request: FastifyRequest, platform: Platform): void {
  const { origin, host, authorization } = request.headers;
  if (origin === undefined || authorization !== undefined || request.method === "GET") return;
  const own = origin === platform.config.publicUrl.origin || (URL.canParse(origin) && new URL(origin).host === host);
  if (!own) throw new Refusal("origin_refused", "This request came from another site's page, so nothing was done.");
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the stack; its type belongs to whoever built the gate. */
    actor: unknown;
  }
}
