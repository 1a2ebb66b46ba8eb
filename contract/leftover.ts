import { Type, type Static } from "typebox";
import { Instant, nullable, oneOf, shape } from "./shapes.ts";

/** One thing that a person could still use, or leaves for others to run. */
export const Leftover = shape({
  /** Its number within the closure; in a preview, within the preview. */
  item: Type.Integer(),
  kind: oneOf(
    "database_user", // an application's login whose password the person made or was shown
    "public_privilege", // what everybody may do, beyond what PostgreSQL gives everybody
    "function",
    "trigger", // also a rule, or an event trigger
    "view",
  ),
  /** As PostgreSQL calls it. */
  database: Type.String(),
  name: Type.String(),
  /** What there is to know of it, in words. */
  why: Type.String(),
  /** It came to be while the person had access; null where that is not known. */
  since_they_came: nullable(Type.Boolean()),
  /** What can be done about it beside keeping it. */
  can: nullable(oneOf("rotate", "remove")),
  /** What was decided, or null: it was left as it is. `removed` without `decided_by`: it was found gone. */
  decision: nullable(oneOf("rotated", "removed", "kept")),
  decided_by: nullable(Type.String()),
  decided_at: nullable(Instant),
});
export type Leftover = Static<typeof Leftover>;

export const CouldStillUse = shape({
  /** When the database was looked into, by Guestlist's clock; null: it could not be, so only passwords are listed. */
  seen_at: nullable(Instant),
  items: Type.Array(Leftover),
  /** Further ones that are not listed. */
  left_out: Type.Integer(),
  /** API tokens of the person's account. They go on, and open nothing on this database: every request is checked anew. */
  api_tokens: Type.Integer(),
});
export type CouldStillUse = Static<typeof CouldStillUse>;

export const DecideBody = shape({ decision: oneOf("rotate", "remove", "keep") });

/** Items about which nothing was decided. */
export const undecided = (of: CouldStillUse | null): number =>
  (of?.items ?? []).filter(({ decision }) => decision === null).length + (of?.left_out ?? 0);
