import type { FastifyInstance } from "fastify";
import type { Actor } from "../accounts/actor.ts";
import type { CallEndpoint } from "../platform/http/call-endpoint.ts";
import type { Platform } from "../platform/platform.ts";
import { appsRoutes } from "./apps.ts";
import { authRoutes } from "./auth.ts";
import { createBearers } from "./bearer.ts";
import { collaboratorsRoutes } from "./collaborators.ts";
import { databaseUsersRoutes } from "./database-users.ts";
import { databasesRoutes } from "./databases.ts";
import { answerErrors } from "./errors.ts";
import { eventsRoutes } from "./events.ts";
import type { Facade } from "./facade.ts";
import { firewallRoutes } from "./firewall.ts";

/** What Scalingo's own clients ask for, under `/scalingo`: each call is one or more of Guestlist's own endpoints. */
export function scalingoRoutes(app: FastifyInstance, platform: Platform, callEndpoint: CallEndpoint<Actor>): void {
  void app.register(
    async (scope) => {
      answerErrors(scope, platform.log);
      acceptForms(scope);
      scope.addHook("onSend", async (_request, reply) => void reply.header("cache-control", "no-store"));
      const facade: Facade = { scope, platform, callEndpoint, bearers: createBearers(platform) };
      for (const routes of families) routes(facade);
    },
    { prefix: "/scalingo" },
  );
}

const families = [
  authRoutes,
  appsRoutes,
  collaboratorsRoutes,
  databasesRoutes,
  databaseUsersRoutes,
  firewallRoutes,
  eventsRoutes,
];

/** scalingo.js names this type on a POST without a body. */
function acceptForms(scope: FastifyInstance): void {
  scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, _text, done) =>
    done(null, {}),
  );
}
