import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Kysely, PostgresDialect, type CompiledQuery, type Logger } from "kysely";
import pg from "pg";
import { listCollaborators } from "../server/collaborators/listing.ts";
import type { Tables } from "../server/platform/tables.ts";

// The yardstick of bench/list.ts, in a process of its own: the product's one query by the plain driver, its rows as JSON.
const [databaseUrl = "", databaseId = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
const { sql, parameters } = await sentByTheProduct();

const server = createServer((_request, response) => {
  void pool.query(sql, [...parameters]).then(({ rows }) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ collaborators: rows }));
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());

/** Taken down as it goes out, so that it cannot differ from the product's. */
async function sentByTheProduct(): Promise<CompiledQuery> {
  let sent: CompiledQuery | undefined;
  const log: Logger = ({ query }) => void (sent = query);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log });
  await listCollaborators(db, databaseId, { limit: 201 });
  if (sent === undefined) throw new Error("the list sent no query");
  return sent;
}
