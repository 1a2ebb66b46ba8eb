import { statusOfCode } from "@guestlist/contract";
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { readRefusal, type Refused } from "../platform/http/problem.ts";
import type { Log } from "../platform/log.ts";
import { Refusal } from "../platform/refusal.ts";

/** What a 404 is about: the Go clients have sentences of their own for it. */
export type Resource = "app" | "addon" | "collaborator" | "event" | "firewall_rule" | "token" | "user";

/** Something below a database is not there, where the database itself is. */
export class MissingResource extends Refusal {
  readonly resource: Resource;
  constructor(resource: Resource, detail: string) {
    super("not_found", detail);
    this.resource = resource;
  }
}

/** Refusals in the shapes that all three clients can read; their words and what they stand for are the journeys'. */
export function answerErrors(scope: FastifyInstance, log: Log): void {
  scope.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const refused = await readRefusal(error, request, reply, log);
    const resource = error instanceof MissingResource ? error.resource : resourceOf(request);
    const { status, body } = inTheirShape(refused, hasDot(request.hostname) ? resource : null);
    return reply.code(status).send(body);
  });
  scope.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: "Guestlist does not have this part of Scalingo's API.", code: "not_found" }),
  );
}

/** The CLI takes the second label of the host for a region, and ends in a panic where there is none. */
const hasDot = (hostname: string): boolean => hostname.includes(".");

const resourceOf = ({ routeOptions }: FastifyRequest): Resource | null =>
  (routeOptions.config as { resource?: Resource }).resource ?? null;

interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A 422 has both `errors`, which the Go clients need, and `error`, which scalingo.js shows. */
export function inTheirShape({ code, message, errors }: Refused, resource: Resource | null): Said {
  const status = knownStatus(statusOfCode[code]);
  const body = { error: message, code };
  if (status === 422) return { status, body: { ...body, errors: byField(errors, message) } };
  if (status === 404 && resource !== null) return { status, body: { ...body, resource } };
  return { status, body };
}

/** Statuses that their clients know no body of would hide the words. */
const knownStatus = (status: number): number =>
  status === 410 ? 422 : status === 413 || status === 415 ? 400 : status;

function byField(errors: Refused["errors"], message: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { field, message: said } of errors) (fields[theirName(field)] ??= []).push(said);
  return errors.length === 0 ? { base: [message] } : fields;
}

const theirName = (field: string): string =>
  ({ "": "base", access: "is_limited", confirm: "current_name" })[field] ?? field;
