import { Refusal } from "../platform/refusal.ts";
import type { DatabaseRow } from "./grant.ts";

/** A powerless role owns it and is to go on owning it: what works as the owner may be given. */
export const isPowerlesslyOwned = ({ ownership }: { readonly ownership: string }): boolean =>
  ownership === "made" || ownership === "moved";

type Ownable = Pick<DatabaseRow, "name" | "ownership" | "previous_owner_role">;

/**
 * The state that leads to where the owner wants the ownership; null when it is there, or on its way.
 * Throws a Refusal where there is nothing to move.
 */
export function ownershipAfter(database: Ownable, wanted: "keep" | "move"): "moving" | "returning" | "kept" | null {
  const { name, ownership, previous_owner_role: previous } = database;
  if (ownership === "made")
    throw new Refusal("cannot_move_ownership", `${name} was created here: a role that cannot log in owns it already.`);
  if (wanted === "move") return ownership === "kept" || ownership === "returning" ? "moving" : null;
  if (ownership === "kept" || ownership === "returning") return null;
  if (previous !== null) return "returning";
  // Nothing has moved yet.
  if (ownership === "moving") return "kept";
  throw new Refusal(
    "cannot_move_ownership",
    `A role that cannot log in owned ${name} before it was attached: there is no login to return it to.`,
  );
}

/** The login that owns an attached database stays with whoever has it: a new owner could not shut the old one out. */
export const whyNotTransfer = ({
  name,
  ownership,
}: Pick<DatabaseRow, "name"> & { readonly ownership: string }): string | null =>
  isPowerlesslyOwned({ ownership })
    ? null
    : `A login that you know owns ${name} in PostgreSQL. Move the ownership to a role that cannot log in before you transfer it.`;
