import { changeDatabase as change } from "../databases/change.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";

/**
 * The change of a database's settings. When its owner takes the management of collaborators, what others had invited and
 * nobody has answered is withdrawn with it.
 */
export const changeDatabase = change((tx, actor, { id, owner_account_id: owner }) =>
  withdrawInvitations(tx, id, { byOthersThan: owner }, actor),
);
