import type { endpoints } from "@guestlist/contract";
import { changeDatabase as changeItself } from "../databases/change.ts";
import type { DatabaseCall } from "../databases/grant.ts";
import type { Journey } from "../platform/http/journey.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";

/**
 * The change of a database's settings. When its owner takes the management of collaborators, what others had invited and
 * nobody has answered is withdrawn in the same transaction: it stands here, because `databases` knows no invitations.
 */
export const changeDatabase: Journey = {
  ...changeItself,
  async run(call: DatabaseCall<typeof endpoints.changeDatabase>) {
    const { id, collaborators_managed_by: before, owner_account_id: owner } = call.grant.database;
    if (call.body.collaborators_managed_by === "owner" && before !== "owner")
      await withdrawInvitations(call.tx, id, { byOthersThan: owner }, call.actor);
    return changeItself.run(call as never);
  },
};
