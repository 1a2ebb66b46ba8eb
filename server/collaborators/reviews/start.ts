import { endpoints } from "@guestlist/contract";
import { forAccount, type Actor } from "../../accounts/actor.ts";
import { recordEvent } from "../../events/record.ts";
import type { Tx } from "../../platform/control-database.ts";
import { answer } from "../../platform/http/journey.ts";
import { Refusal } from "../../platform/refusal.ts";
import { findManaged } from "../listing.ts";
import { findOpenReview, insertItems, insertReview } from "./queries.ts";
import { readReview } from "./show.ts";

/** Starts a review of what is open now. Whoever has one of the same scope open goes on with it. */
export const startReview = forAccount(endpoints.startReview, async ({ tx, actor, body }) => {
  const databaseId = body.database === undefined ? null : await managed(tx, actor, body.database);
  const started = await insertReview(tx, actor.accountId, databaseId);
  if (started === null) {
    const open = await findOpenReview(tx, actor.accountId, databaseId);
    return answer(200, await readReview(tx, actor, open ?? ""));
  }
  const counts = await insertItems(tx, started.id, actor.accountId, databaseId);
  if (counts.length === 0) throw new Refusal("nobody_to_review", "Nobody else has access, or was invited to it.");
  for (const { database_id: id } of counts) {
    const data = { review_number: started.number };
    await recordEvent(tx, { type: "review.started", actor, databaseId: id, data });
  }
  return answer(201, await readReview(tx, actor, started.id));
});

async function managed(tx: Tx, actor: Actor, reference: string): Promise<string> {
  const id = await findManaged(tx, actor.accountId, reference);
  if (id !== null) return id;
  throw new Refusal("not_found", `There is no database ${reference} whose collaborators you manage.`, "database");
}
