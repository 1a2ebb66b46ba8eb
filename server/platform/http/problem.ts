import type { Socket } from "node:net";
import { finished } from "node:stream/promises";
import { statusOfCode, type ErrorCode, type Problem } from "@guestlist/contract";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "../log.ts";
import { Refusal } from "../refusal.ts";
import { InvalidRequest, type FieldError } from "./validate.ts";

/** Every answer of 4xx and 5xx is `application/problem+json`; what went wrong inside is for the log alone. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const refusal = await readRefusal(error, request, reply, log);
    return sendProblem(request, reply, refusal.code, refusal.message, refusal.errors);
  });
}

/** And what every answer of an error needs, however it is shaped: its headers, and the log's line. */
export async function readRefusal(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): Promise<Refused> {
  const refusal = refusalOf(error);
  if (refusal.code === "body_too_large") await takeRest(request);
  if (error instanceof Refusal) reply.headers(error.headers);
  if (refusal.code === "internal_error")
    log.error({ request_id: request.id, error: error.message, stack: error.stack }, "a request failed");
  return refusal;
}

/** A client that is still sending would see its connection break, and not the answer. */
async function takeRest({ raw }: FastifyRequest): Promise<void> {
  raw.resume();
  await finished(raw, { writable: false, signal: AbortSignal.timeout(3000) }).catch(() => undefined);
}

/** What the router cannot read never gets as far as the error handler. */
export const answerUnreadable = (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void =>
  void sendProblem(request, reply, "invalid_request", "A % in the address does not begin an encoded character.");

/** What is no HTTP, or has headers that Node does not take, gets as far as no request. */
export function answerBroken({ code }: { code?: string }, socket: Socket): void {
  if (code === "ECONNRESET" || socket.destroyed) return;
  const problem =
    code === "HPE_HEADER_OVERFLOW"
      ? problemOf("body_too_large", "The request is too large.")
      : problemOf("invalid_request", "This is no request that HTTP knows.");
  const text = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  detail: string,
  errors: readonly FieldError[] = [],
): FastifyReply {
  const problem = problemOf(code, detail, errors, request.id);
  // Serialized here: a route's response schemas know only its success answers.
  return reply.code(problem.status).type("application/problem+json").serializer(JSON.stringify).send(problem);
}

const problemOf = (code: ErrorCode, detail: string, errors: readonly FieldError[] = [], requestId = ""): Problem => ({
  type: "about:blank",
  title: code.replaceAll("_", " "),
  status: statusOfCode[code],
  code,
  detail,
  errors: [...errors],
  request_id: requestId,
});

export interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors: readonly FieldError[];
}

/** What whoever asked is told of an error: the words of a refusal, and nothing of what went wrong inside. */
function refusalOf(error: FastifyError): Refused {
  if (error instanceof Refusal) return error;
  if (error instanceof InvalidRequest)
    return { code: "invalid_request", message: sentence(error), errors: error.fields };
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return { code: "body_too_large", message: "The request is too large.", errors: [] };
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return {
        code: "unsupported_media_type",
        message: "Send JSON, with the content type application/json.",
        errors: [],
      };
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return { code: "malformed_json", message: "The request's body is not valid JSON.", errors: [] };
    default:
      return unexpected(error);
  }
}

/** A control database that is away is said so: the request was not done, and may be tried again. */
function unexpected(error: FastifyError): Refused {
  const code = error.code ?? "";
  if (code === "22021" || code === "22P05")
    return {
      code: "invalid_request",
      message: "The request has a character in it that no text has (NUL).",
      errors: [],
    };
  if (/^(53100|53200|58030)$/.test(code)) return { code: "unavailable", message: noRoom, errors: [] };
  const away =
    /^(ECONN|EPIPE|ETIMEDOUT|57P0|08|53300)/.test(code) ||
    /timeout|Connection terminated|terminating connection|not queryable/i.test(error.message);
  return away
    ? {
        code: "unavailable",
        message: "Guestlist's own database does not answer. Nothing was changed; try again in a moment.",
        errors: [],
      }
    : { code: "internal_error", message: "That did not work, and nothing was changed.", errors: [] };
}

/** Of disk or memory, or the disk is broken: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const noRoom =
  "Guestlist's own database has no room to write. Nothing was changed; make room on its disk, and try again.";

const sentence = (error: InvalidRequest): string => `The request is not as it should be. ${error.message}.`;
