import type { CouldStillUse, Leftover } from "@guestlist/contract";
import type { DatabaseRow, ServerRow } from "../databases/grant.ts";
import type { Db } from "../platform/control-database.ts";
import type { Secrets } from "../platform/secrets.ts";
import { inDatabase } from "./admin-connections.ts";
import type { FoundLeftover } from "./leftover.ts";
import { findBaselines } from "./leftover-queries.ts";
import { describeLeftovers } from "./name-leftovers.ts";
import type { LoginRow } from "./queries.ts";
import { inWords } from "./refusals.ts";
import { survey, type Survey } from "./survey.ts";

/** What the person of a login could still use if it were closed now. Looks only. */
export async function couldStillUse(
  { db, secrets }: { readonly db: Db; readonly secrets: Secrets },
  server: ServerRow,
  database: DatabaseRow,
  login: LoginRow,
): Promise<CouldStillUse> {
  const closed = (await findBaselines(db, [login.id])).get(login.id)?.closed ?? [];
  const seen = await lookInto(server, secrets, database.dbname, login.role_oid, closed);
  const { found, seen: counts } = await describeLeftovers(db, database, login, seen === null ? [] : [seen]);
  return { ...counts, items: found.items.map(view) };
}

const view = (each: FoundLeftover, index: number): Leftover => ({
  item: index + 1,
  kind: each.kind,
  database: each.dbname,
  name: each.name,
  why: each.why,
  since_they_came: each.since,
  can: each.kind === "database_user" ? "rotate" : "remove",
  decision: null,
  decided_by: null,
  decided_at: null,
});

/** Null: it cannot be looked into now. */
async function lookInto(
  server: ServerRow,
  secrets: Secrets,
  dbname: string,
  roleOid: number | null,
  closed: readonly string[],
): Promise<Survey | null> {
  try {
    const oids = roleOid === null ? [] : [roleOid];
    const looked = await inDatabase({ server, secrets, dbname }, (inside) => survey(inside, oids, closed));
    return looked.ok ? looked.value : null;
  } catch (error) {
    if (inWords(error) === undefined) throw error;
    return null;
  }
}
