import { endpoints } from "@guestlist/contract";
import { viewClosure, type SignedClosureRow } from "../collaborators/closure.ts";
import { forDatabase, type DatabaseRow } from "../databases/grant.ts";
import type { Reader } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { isUuid } from "../platform/uuid.ts";
import { findClosureRow } from "./reading-queries.ts";

/** One receipt, by its id or by its number (`42`, `0042`). */
export const showClosure = forDatabase(endpoints.showClosure, async ({ tx, grant, params }) => {
  return answer(200, { closure: viewClosure(await findClosure(tx, grant.database, params.id)) });
});

/** @throws Refusal when the database has no such closure */
export async function findClosure(db: Reader, database: DatabaseRow, idOrNumber: string): Promise<SignedClosureRow> {
  const by = read(idOrNumber);
  const row = by === null ? undefined : await findClosureRow(db, database.id, by);
  if (row === undefined) throw new Refusal("not_found", `There is no such closure receipt of ${database.name}.`);
  return row;
}

function read(text: string): { id: string } | { number: number } | null {
  if (/^\d{1,9}$/.test(text)) return { number: Number(text) };
  return isUuid(text) ? { id: text } : null;
}
