import swagger from "@fastify/swagger";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";

/** OpenAPI 3.1 of the routes at `/openapi.json`, browsable at `/docs`, made from the contract's own schemas. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Guestlist", version, description, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "An API token, `glt_…`" },
          session: { type: "apiKey", in: "cookie", name: "guestlist_session" },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
  });
  let text: string | undefined;
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type("application/json").send(text);
  });
  await app.register(browsable);
}

const description =
  "Shares PostgreSQL databases with people. Errors are `application/problem+json` (RFC 9457) with a `code`. " +
  "`{database}` is a name or an id.";

/** The page that shows the API. It has its own policy, since the viewer brings inline scripts; nothing is fetched from outside. */
async function browsable(scope: FastifyInstance): Promise<void> {
  // It takes 40 MB, which only a server whose page is looked at has to spare.
  let viewer: Promise<FastifyInstance> | undefined;
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = await (viewer ??= openViewer());
    const { statusCode, headers, rawPayload } = await page.inject({ method: "GET", url: request.url });
    for (const name of ["content-type", "location"]) if (headers[name]) reply.header(name, headers[name]);
    return reply.code(statusCode).header("content-security-policy", viewerPolicy).send(rawPayload);
  };
  for (const url of ["/docs", "/docs/", "/docs/js/scalar.js"]) scope.get(url, { schema: { hide: true } }, show);
}

async function openViewer(): Promise<FastifyInstance> {
  const { default: viewer } = await import("@scalar/fastify-api-reference");
  const page = Fastify();
  await page.register(viewer, {
    routePrefix: "/docs",
    configuration: { url: "/openapi.json", withDefaultFonts: false, telemetry: false, hideClientButton: true },
  });
  return page;
}

const viewerPolicy =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";
