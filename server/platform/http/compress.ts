import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { negotiate } from "@fastify/accept-negotiator";
import type { FastifyReply, FastifyRequest } from "fastify";

const compressed = promisify(gzip);
/** Shorter ones fit into a packet or two as they are: characters. */
const least = 2_000;

/**
 * Hook of an endpoint's answers: a long list of JSON goes out compressed. The length of a compressed answer tells of its
 * content (BREACH), to somebody who sees the line, can have the answer asked for again and again, and has words of their own
 * in it. So nothing is compressed that holds a secret: those are answered to a POST, once, and this is for GET alone. And
 * a request with a session's cookie has to come from the dashboard itself: another site's page gets it at full length.
 * The stream of changes is no text when it comes here, and passes.
 */
export async function compressList(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== "string" || payload.length < least || !isList(reply)) return payload;
  if (!mayBeCompressed(request)) return payload;
  reply.header("vary", "accept-encoding");
  if (negotiate(request.headers["accept-encoding"] ?? "", ["gzip"]) !== "gzip") return payload;
  // In a thread of its own, and gzip because it takes a quarter of a megabyte for a moment, where Brotli takes several.
  const body = await compressed(payload);
  reply.header("content-encoding", "gzip").header("content-length", body.length);
  return body;
}

const isList = (reply: FastifyReply): boolean =>
  reply.statusCode === 200 && String(reply.getHeader("content-type")).startsWith("application/json");

/** Browsers say where a request comes from, to every address that has TLS. Clients with a token have no cookie. */
const mayBeCompressed = ({ method, headers }: FastifyRequest): boolean =>
  (method === "GET" || method === "HEAD") &&
  (headers.cookie === undefined || headers["sec-fetch-site"] === "same-origin");
