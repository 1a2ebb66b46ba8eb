import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "./problem.ts";

export type NotFound = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Answers where no route is; where there is one for other methods, it names those. Made before the routes are. */
export function createNotFound(app: FastifyInstance): NotFound {
  const known: { readonly methods: readonly string[]; readonly fits: RegExp }[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    known.push({ methods: [method].flat(), fits: patternOf(url) });
  });
  return (request, reply) => {
    const [path = ""] = request.url.split("?", 1);
    const fitting = known.filter(({ fits }) => fits.test(path)).flatMap(({ methods }) => methods);
    const allowed = [...new Set(fitting)].toSorted().join(", ");
    if (allowed === "") return sendProblem(request, reply, "not_found", "There is nothing here.");
    const detail = `This address takes ${allowed}, not ${request.method}.`;
    return sendProblem(request, reply.header("allow", allowed), "method_not_allowed", detail);
  };
}

/** `/v1/databases/:database`: a colon marks what may be anything. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll(/:\w+/g, "[^/]+")}$`,
  );
