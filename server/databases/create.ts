import { endpoints } from "@guestlist/contract";

import { errandForAccount, type Actor } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { newPassword } from "../platform/tokens.ts";
import { connectionUri } from "./admin-url.ts";
import { attach } from "./attach.ts";
import { whyNoDatabases } from "./configured-server.ts";
import type { ServerRow } from "./grant.ts";
import { dbnameOf, nameTaken, readName, rolePrefix } from "./name.ts";
import { insertDatabase, isDbnameUsed, isUsedInCluster } from "./queries.ts";
import { requestReconcile } from "./request-reconcile.ts";
import { scramVerifier } from "./scram-verifier.ts";
import { findConfiguredServer } from "./server-queries.ts";
import { insertProtectedUser, recordShown } from "./user-queries.ts";
import { waitForDatabase } from "./wait.ts";

/** Creates a database on the configured server, or attaches an existing one when a URL is given. */
export const createDatabase = errandForAccount(endpoints.createDatabase, async ({ platform, actor, body }) => {
  if (!actor.verified) throw new Refusal("address_not_verified", notVerified);
  const name = readName(body.name);
  if (body.url !== undefined)
    return answer(201, {
      database: await attach(platform, actor, { ...body, name, url: body.url }),
      connection_uri: null,
    });
  if (body.ownership !== undefined) throw new Refusal("invalid_request", ownershipAlone, "ownership");
  const created = await create(platform, actor, name);
  const database = await waitForDatabase(platform, actor, created.id, ({ state }) => state === "ready");
  return answer(201, { database, connection_uri: created.uri });
});

const notVerified = "Verify your e-mail address first: a link was mailed to you.";
const ownershipAlone = "ownership is for attaching an existing database, and needs its url.";

interface Created {
  readonly id: string;
  /** With the application's password, which nothing keeps. */
  readonly uri: string;
}

/** The rows, the event and the reconciler's job in one transaction; PostgreSQL is met by the reconciler. */
async function create(platform: Platform, actor: Actor, name: string): Promise<Created> {
  const password = newPassword();
  const sealed = platform.secrets.seal(scramVerifier(password));
  return platform.db.transaction().execute(async (tx) => {
    const server = await needServer(tx);
    const dbname = await chooseDbname(tx, server, name);
    const row = await insertDatabase(tx, {
      name,
      ownerAccountId: actor.accountId,
      serverId: server.id,
      dbname,
      kind: "created",
      ownership: "made",
    });
    if (row === null) throw nameTaken(name);
    const login = appLogin(dbname);
    const user = await insertProtectedUser(tx, row.id, login, sealed);
    await recordShown(tx, user.id, actor.accountId);
    await recordEvent(tx, { type: "database.created", actor, databaseId: row.id });
    await requestReconcile(tx, row.id);
    return { id: row.id, uri: connectionUri(server, { name: login, password }, dbname) };
  });
}

async function needServer(tx: Tx): Promise<ServerRow> {
  const server = await findConfiguredServer(tx);
  const reason = await whyNoDatabases(tx);
  if (server === null || reason !== null) throw new Refusal("cannot_create", reason ?? "There is no server.");
  return server;
}

/** Of the application that the database is made for. */
export const appLogin = (dbname: string): string => `${rolePrefix(dbname)}_app`;

/** The plain name may be in use: by somebody else there, or by one that was taken off Guestlist with its data kept. */
async function chooseDbname(tx: Tx, server: ServerRow, name: string): Promise<string> {
  const plain = dbnameOf(name);
  for (let number = 1; ; number++) {
    const dbname = number === 1 ? plain : `${plain}_${number}`;
    if (await isDbnameUsed(tx, server.id, dbname)) continue;
    if (!(await isUsedInCluster(tx, dbname, appLogin(dbname)))) return dbname;
  }
}
