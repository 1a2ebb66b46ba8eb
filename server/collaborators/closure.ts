import type { Closure, CouldStillUse, Leftover, SignedReceipt } from "@guestlist/contract";
import { sql, type Selectable } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";

export type SignedClosureRow = Selectable<Tables["closures"]> & {
  readonly signature: Closure["signature"];
  readonly leftovers: readonly Leftover[];
};

/** What the reconciler found and did, as it is stored beside the columns. */
export type Evidence = Pick<
  Closure,
  "sessions_ended" | "memberships_removed" | "objects_moved" | "objects_kept_by" | "left_over" | "login_attempt"
> & {
  /** The items are rows of their own. */
  readonly could_still_use?: Omit<CouldStillUse, "items">;
};

/** The closure of a collaborator's access; null when there never was a login. */
export async function findClosure(db: Reader, collaboratorId: string): Promise<Closure | null> {
  const row = await selectClosures(db).where("collaborator_id", "=", collaboratorId).executeTakeFirst();
  return row === undefined ? null : viewClosure(row);
}

/** What was signed of a closure last; null where it ended before receipts were signed. */
export async function findReceipt(db: Reader, closureId: string): Promise<SignedReceipt | null> {
  const row = await db
    .selectFrom("closure_receipts")
    .selectAll()
    .where("closure_id", "=", closureId)
    .orderBy("statement", "desc")
    .executeTakeFirst();
  return row === undefined ? null : viewReceipt(row);
}

export const viewReceipt = (row: Selectable<Tables["closure_receipts"]>): SignedReceipt => ({
  statement: row.statement,
  signed_at: row.signed_at.toISOString(),
  key_id: row.key_id,
  text: row.text,
  signature: row.signature.toString("base64"),
});

/** Closures, each with what was signed of it last. */
export const selectClosures = (db: Reader) =>
  db
    .selectFrom("closures")
    .selectAll()
    .select(
      sql<Closure["signature"]>`(
        select jsonb_build_object('statement', r.statement, 'key_id', r.key_id,
          'signed_at', to_char(r.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from closure_receipts r where r.closure_id = closures.id order by r.statement desc limit 1)`.as("signature"),
    )
    .select(leftoversOf("closures.id").as("leftovers"));

/** What the person of a closure could still use, as the contract shows it. */
export const leftoversOf = (closureId: string) => sql<Leftover[]>`coalesce((
  select jsonb_agg(jsonb_build_object('item', l.item, 'kind', l.kind, 'database', l.dbname, 'name', l.name, 'why', l.why,
    'since_they_came', l.since_they_came, 'can', case l.kind when 'database_user' then 'rotate' else 'remove' end,
    'decision', l.decision, 'decided_by', l.decided_by,
    'decided_at', to_char(l.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by l.item)
  from closure_leftovers l where l.closure_id = ${sql.ref(closureId)}), '[]')`;

/** Null where nobody has looked. */
export function withItems(evidence: unknown, items: readonly Leftover[]): CouldStillUse | null {
  const { could_still_use: seen } = evidence as Pick<Evidence, "could_still_use">;
  return seen === undefined
    ? null
    : { seen_at: seen.seen_at, items: [...items], left_out: seen.left_out, api_tokens: seen.api_tokens };
}

/** A closure as the contract shows it. */
export function viewClosure(row: SignedClosureRow): Closure {
  const since = (at: Date): number => at.getTime() - row.requested_at.getTime();
  return {
    id: row.id,
    number: row.number,
    database: { id: row.database_id, name: row.database_name },
    collaborator_id: row.collaborator_id,
    email: row.email,
    username: row.username,
    reason: row.reason as Closure["reason"],
    ended_by: row.ended_by,
    login_name: row.login_name,
    role_oid: row.role_oid,
    system_identifier: row.system_identifier,
    server_version: row.server_version,
    requested_at: row.requested_at.toISOString(),
    new_logins_refused_at: row.new_logins_refused_at.toISOString(),
    last_session_gone_at: row.last_session_gone_at.toISOString(),
    refused_after_ms: since(row.new_logins_refused_at),
    gone_after_ms: since(row.last_session_gone_at),
    clock_ahead_ms: row.clock_ahead_ms,
    lsn: row.lsn,
    login_dropped_at: row.login_dropped_at?.toISOString() ?? null,
    signature: row.signature,
    ...(row.evidence as Evidence),
    could_still_use: withItems(row.evidence, row.leftovers),
  };
}
