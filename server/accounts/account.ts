import type { Account } from "@guestlist/contract";
import type { Actor } from "./actor.ts";

/** An account as the control database has it, without its password. */
export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly email_verified_at: Date | null;
  readonly created_at: Date;
}

/** An account as its owner sees it. */
export const showAccountRow = (row: AccountRow): Account => ({
  id: row.id,
  email: row.email,
  username: row.username,
  email_verified_at: row.email_verified_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});

export const showActor = (actor: Actor): Account =>
  showAccountRow({
    id: actor.accountId,
    email: actor.email,
    username: actor.username,
    email_verified_at: actor.emailVerifiedAt,
    created_at: actor.createdAt,
  });

/** The account as the actor of an event. */
export const actorOf = (row: Pick<AccountRow, "id" | "email">) => ({ accountId: row.id, email: row.email });
