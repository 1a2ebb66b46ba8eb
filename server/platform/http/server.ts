import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import { randomBytes } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import type { Config } from "../config.ts";
import { runSql } from "../control-database.ts";
import type { Platform } from "../platform.ts";
import { serveDashboard } from "./dashboard.ts";
import { endStreamsAtClose } from "./event-stream.ts";
import { countRequests } from "./metrics.ts";
import { createNotFound } from "./not-found.ts";
import { describeApi } from "./openapi.ts";
import { answerBroken, answerProblems, answerUnreadable } from "./problem.ts";
import { validatorCompiler } from "./validate.ts";

export interface ServerOptions {
  readonly version: string;
  /** The built dashboard. */
  readonly dashboard: URL;
  /** Adds the routes of the product. */
  readonly routes: (app: FastifyInstance) => void;
}

/** The HTTP server of the product, not yet listening. */
export async function createServer(platform: Platform, options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 256 * 1024,
    trustProxy: trusted(platform.config.trustProxy),
    genReqId: () => randomBytes(6).toString("hex"),
    requestTimeout: 60_000,
    forceCloseConnections: true,
    logger: false,
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerBroken,
    // How long a name or an id may be is the contract's to say: Node takes 16 kB of headers at most.
    routerOptions: { maxParamLength: 16 * 1024 },
  });
  app.decorateRequest("actor", null);
  app.setValidatorCompiler(validatorCompiler as never);
  answerProblems(app, platform.log);
  acceptEmptyBodies(app);
  await app.register(cookie);
  await app.register(helmet, headers(platform));
  app.addHook("onSend", async (request, reply) => {
    if (request.url.startsWith("/v1/")) reply.header("cache-control", "no-store");
  });
  const answerNotFound = createNotFound(app);
  countRequests(app);
  endStreamsAtClose(app);
  serveHealth(app, platform);
  await describeApi(app, options.version);
  await app.register(async (scope) => options.routes(scope));
  await serveDashboard(app, options.dashboard, answerNotFound);
  return app;
}

/** A number trusts that many proxies, counted from the socket. */
const trusted = (proxies: Config["trustProxy"]) =>
  typeof proxies === "number" ? (_address: string, hop: number) => hop < proxies : proxies;

/** The dashboard loads nothing from elsewhere, and nobody may frame it. */
const headers = (platform: Platform) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'self'"],
      "script-src": ["'self'"],
      // The accessible primitives position what floats by style attributes.
      "style-src": ["'self'", "'unsafe-inline'"],
      "img-src": ["'self'", "data:"],
      "connect-src": ["'self'"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "object-src": ["'none'"],
    },
  },
  referrerPolicy: { policy: "no-referrer" as const },
  strictTransportSecurity: platform.config.publicUrl.protocol === "https:",
});

/** A DELETE or POST without a body may still name JSON as its type; clients do. */
function acceptEmptyBodies(app: FastifyInstance): void {
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, text, done) => {
    if (text === "") return done(null, undefined);
    void app.getDefaultJsonParser("error", "error")(request, text as string, done);
  });
}

/** `/healthz`: the process lives. `/readyz`: it can do its work, so send it requests. */
function serveHealth(app: FastifyInstance, platform: Platform): void {
  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));
  app.get("/readyz", { schema: { hide: true } }, async (_request, reply) => {
    try {
      await runSql(platform.db, "select 1");
      return { status: "ready" };
    } catch {
      return reply.code(503).send({ status: "the control database does not answer" });
    }
  });
}
