import { csvText, endpoints, type Collaborator } from "@guestlist/contract";
import { forAccount, type Actor } from "../accounts/actor.ts";
import type { Reader } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { managerOf } from "./list-all.ts";
import { findManaged, listAllCollaborators, type ListingRow } from "./listing.ts";
import { viewCollaborator } from "./view.ts";

/** The overview as a file: collaborators of every database that one owns or manages, or of one of them. */
export const exportCollaborators = forAccount(
  endpoints.exportCollaborators,
  async ({ tx, actor, query, answerAsFile }) => {
    const databaseId = await chosen(tx, actor, query.database);
    const records = (await readAll(tx, actor, databaseId)).map((row) => recordOf(row, actor));
    const exportedAt = new Date().toISOString();
    const name = `collaborators-${exportedAt.slice(0, 10)}`;
    if (query.format === "json") {
      answerAsFile(`${name}.json`, "application/json; charset=utf-8");
      const document = { exported_at: exportedAt, exported_by: actor.email, collaborators: records };
      return answer(200, `${JSON.stringify(document, null, 2)}\n`);
    }
    answerAsFile(`${name}.csv`, "text/csv; charset=utf-8");
    return answer(200, csvText([columns, ...records.map((record) => columns.map((column) => record[column]))]));
  },
);

async function chosen(tx: Reader, actor: Actor, reference: string | undefined): Promise<string | undefined> {
  if (reference === undefined) return undefined;
  const id = await findManaged(tx, actor.accountId, reference);
  if (id === null)
    throw new Refusal("not_found", `There is no database ${reference} whose collaborators you manage.`, "database");
  return id;
}

const pageLength = 1000;

async function readAll(tx: Reader, actor: Actor, databaseId: string | undefined): Promise<ListingRow[]> {
  const all: ListingRow[] = [];
  for (;;) {
    const cursor = all.at(-1)?.cursor;
    const rows = await listAllCollaborators(tx, actor.accountId, { limit: pageLength, cursor, databaseId });
    all.push(...rows);
    if (rows.length < pageLength) return all;
  }
}

/** The columns of the file, in their order. */
const columns = [
  "database",
  "email",
  "username",
  "status",
  "role",
  "access",
  "access_ends_at",
  "invited_by",
  "invited_at",
  "accepted_at",
  "login",
  "login_state",
  "sessions",
  "sessions_seen_at",
  "last_login_at",
  "logins_watched_since",
] as const;

type ExportRecord = Record<(typeof columns)[number], string | number | null>;

function recordOf(row: ListingRow, actor: Actor): ExportRecord {
  const of: Collaborator = viewCollaborator(row, actor, managerOf(row));
  return {
    database: row.database_name,
    email: of.email,
    username: of.username,
    status: of.expired ? "pending, expired" : of.status,
    role: of.role,
    access: of.access,
    access_ends_at: of.until,
    invited_by: of.invited_by,
    invited_at: of.invited_at,
    accepted_at: of.accepted_at,
    login: of.login?.name ?? null,
    login_state: of.login?.state ?? null,
    sessions: of.login?.sessions ?? null,
    sessions_seen_at: of.login?.seen_at ?? null,
    last_login_at: of.login?.last_login_at ?? null,
    logins_watched_since: of.login?.watched_since ?? null,
  };
}
