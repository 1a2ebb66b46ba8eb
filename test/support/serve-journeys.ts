import type { CheckDatabaseAnswer, Database, Problem } from "@guestlist/contract";
import type { FastifyInstance } from "fastify";
import { actorFrom } from "../../server/accounts/actor-queries.ts";
import type { Actor } from "../../server/accounts/actor.ts";
import type { Grant } from "../../server/databases/grant.ts";
import { permit } from "../../server/databases/permit.ts";
import { readConfig } from "../../server/platform/config.ts";
import { openControlDatabase, type Reader } from "../../server/platform/control-database.ts";
import type { Journey } from "../../server/platform/http/journey.ts";
import { createServer } from "../../server/platform/http/server.ts";
import { serveJourney, type Gate } from "../../server/platform/http/stack.ts";
import { startListen } from "../../server/platform/listen.ts";
import { createLog } from "../../server/platform/log.ts";
import type { Platform } from "../../server/platform/platform.ts";
import { createSecrets } from "../../server/platform/secrets.ts";
import type { TestControlDatabase } from "./control-database.ts";

export interface ServedJourneys {
  readonly platform: Platform;
  /** One request as that account, by its id; through the whole stack, without a socket. */
  send(account: string, method: "GET" | "POST" | "PATCH" | "DELETE", url: string, body?: object): Promise<Sent>;
  close(): Promise<void>;
}

export interface Sent {
  readonly status: number;
  readonly body: AnyAnswer;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Whatever the endpoints of databases answer, and problems. */
type AnyAnswer = Partial<Problem & CheckDatabaseAnswer> & {
  database?: Database;
  databases?: Database[];
  next_cursor?: string | null;
  connection_uri?: string | null;
  waiting?: string | null;
};

/** The stack with these journeys and nothing else: no worker, and a bearer token is an account's id. */
export async function serveJourneys(
  control: TestControlDatabase,
  journeys: readonly Journey[],
): Promise<ServedJourneys> {
  const log = createLog("silent");
  const opened = openControlDatabase(control.url, log);
  const listen = await startListen(control.url, log);
  const config = readConfig({});
  const platform = { config, db: opened.db, secrets: createSecrets("only-for-tests".repeat(3)), log, listen };
  const app: FastifyInstance = await createServer(platform, {
    version: "0.0.0",
    dashboard: new URL("no-dashboard/", import.meta.url),
    routes: (scope) => journeys.forEach((journey) => serveJourney(scope, platform, gate, journey)),
  });
  return {
    platform,
    async send(account, method, url, body) {
      const answer = await app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${account}` },
        ...(body && { payload: body }),
      });
      const isJson = /json/.test(String(answer.headers["content-type"]));
      const parsed = isJson && answer.body !== "" ? answer.json<AnyAnswer>() : {};
      return { status: answer.statusCode, body: parsed, text: answer.body, headers: answer.headers };
    },
    async close() {
      await app.close();
      await listen.close();
      await opened.close();
    },
  };
}

const gate: Gate<Actor, Grant> = {
  permit,
  async authenticate(db: Reader, { bearerToken }) {
    if (bearerToken === null) return null;
    const row = await db.selectFrom("accounts").selectAll().where("id", "=", bearerToken).executeTakeFirst();
    if (row === undefined) return null;
    return actorFrom({ ...row, via_id: row.id }, "token");
  },
};
