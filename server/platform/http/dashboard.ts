import fastifyStatic from "@fastify/static";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import type { NotFound } from "./not-found.ts";

/** Serves the built dashboard; paths of its own router get its page, paths of the API never do. */
export async function serveDashboard(app: FastifyInstance, folder: URL, answerNotFound: NotFound): Promise<void> {
  const root = fileURLToPath(folder);
  if (!existsSync(new URL("index.html", folder))) return void app.setNotFoundHandler(answerNotFound);
  const page = await readFile(new URL("index.html", folder));
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    // The build has each text compressed beside it.
    preCompressed: true,
    // Names of assets carry a hash of their content.
    setHeaders: (reply, path) =>
      void reply.header(
        "cache-control",
        path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  });
  app.setNotFoundHandler((request, reply) => {
    const reads = request.method === "GET" || request.method === "HEAD";
    // Only a path can name a file: the address of a person in a search ends in a dot and letters too.
    const [path = ""] = request.url.split("?", 1);
    const isPage = reads && !reserved.test(path) && !/\.[a-z0-9]+$/i.test(path);
    if (!isPage) return answerNotFound(request, reply);
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
  });
}

const reserved = /^\/(v1|openapi\.json|docs|mailbox|healthz|readyz|metrics|scalingo|assets)(\/|$)/;
