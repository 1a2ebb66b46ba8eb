import { endpoints } from "@guestlist/contract";
import { viewClosure } from "../collaborators/closure.ts";
import { forDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { findClosureRow } from "./reading-queries.ts";

/** One receipt, by its id or by its number (`42`, `0042`). */
export const showClosure = forDatabase(endpoints.showClosure, async ({ tx, grant, params }) => {
  const by = read(params.id);
  const row = by === null ? undefined : await findClosureRow(tx, grant.database.id, by);
  if (row === undefined) throw new Refusal("not_found", `There is no such closure receipt of ${grant.database.name}.`);
  return answer(200, { closure: viewClosure(row) });
});

function read(text: string): { id: string } | { number: number } | null {
  if (/^\d{1,9}$/.test(text)) return { number: Number(text) };
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? { id: text } : null;
}
