import { endpoints, type Collaborator } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type Grant } from "../databases/grant.ts";
import type { Reader } from "../platform/control-database.ts";
import { Refusal } from "../platform/refusal.ts";
import { answer } from "../platform/http/journey.ts";
import { findListed, type ListingRow } from "./listing.ts";
import { findOne } from "./queries.ts";
import { readerOf, viewCollaborator } from "./view.ts";

/** One collaborator, ended ones too. */
export const showCollaborator = forDatabase(endpoints.showCollaborator, async ({ tx, actor, grant, params }) => {
  const id = params.id === "me" ? await ownId(tx, actor, grant) : params.id;
  return answer(200, { collaborator: await showListed(tx, id, actor, grant) });
});

/** The row of that id, or of the owner by the account's id, as the actor sees it. */
export async function showListed(tx: Reader, id: string, actor: Actor, grant: Grant): Promise<Collaborator> {
  return viewCollaborator(await needListed(tx, id, grant), actor, readerOf(grant));
}

export async function needListed(tx: Reader, id: string, { database }: Grant): Promise<ListingRow> {
  const row = await findListed(tx, database.id, id);
  if (row === null) throw new Refusal("not_found", `There is no such collaborator of ${database.name}.`);
  return row;
}

async function ownId(tx: Reader, actor: Actor, { database, standing }: Grant): Promise<string> {
  if (standing === "owner") return actor.accountId;
  return (await findOne(tx, database.id, "me", actor.accountId))?.id ?? "me";
}
