import type { CouldStillUse, Leftover } from "@guestlist/contract";
import { sql, type Selectable } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";
import type { FoundLeftover, Target } from "./leftover.ts";
import type { LoginRow } from "./queries.ts";
import type { Baseline } from "./survey.ts";

export type LeftoverRow = Omit<Selectable<Tables["closure_leftovers"]>, "target" | "kind"> & {
  readonly kind: Leftover["kind"];
  readonly target: Target;
};

/** Logins of a database that are about to be made, and of which nobody has looked what was there before. */
export async function listWithoutBaseline(db: Reader, databaseId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.id from logins l where l.database_id = ${databaseId} and l.state = 'making' and l.role_oid is null
      and not exists (select from login_baselines b where b.login_id = l.id)`.execute(db);
  return rows.map(({ id }) => id);
}

export async function insertBaselines(db: Reader, loginIds: readonly string[], seen: Baseline): Promise<void> {
  await sql`insert into login_baselines (login_id, seen, seen_at)
    select id, ${JSON.stringify(seen)}::jsonb, clock_timestamp() from unnest(${[...loginIds]}::uuid[]) as id
    on conflict do nothing`.execute(db);
}

export async function findBaselines(db: Reader, loginIds: readonly string[]): Promise<Map<string, Baseline>> {
  if (loginIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("login_baselines")
    .selectAll()
    .where("login_id", "in", [...loginIds])
    .execute();
  return new Map(rows.map((row) => [row.login_id, row.seen as Baseline]));
}

/** What came since an earlier look goes behind what that found; nothing of it is forgotten. */
export async function insertLeftovers(tx: Tx, closureId: string, found: readonly FoundLeftover[]): Promise<void> {
  await sql`
    insert into closure_leftovers (closure_id, item, key, kind, dbname, name, why, since_they_came, target)
    select ${closureId}, row_number() over (order by f.place)
        + (select coalesce(max(item), 0) from closure_leftovers where closure_id = ${closureId}),
      f.value ->> 'key', f.value ->> 'kind', f.value ->> 'dbname', f.value ->> 'name', f.value ->> 'why',
      (f.value ->> 'since')::boolean, f.value -> 'target'
    from jsonb_array_elements(${JSON.stringify(found)}::jsonb) with ordinality as f(value, place)
    where not exists (select from closure_leftovers l where l.closure_id = ${closureId} and l.key = f.value ->> 'key')`.execute(
    tx,
  );
}

export async function listLeftovers(db: Reader, closureId: string): Promise<LeftoverRow[]> {
  const rows = await db
    .selectFrom("closure_leftovers")
    .selectAll()
    .where("closure_id", "=", closureId)
    .orderBy("item")
    .execute();
  return rows as LeftoverRow[];
}

/** Of what was left open, what is known to be gone, without anybody's decision. */
export async function markFoundGone(tx: Tx, closureId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .updateTable("closure_leftovers")
    .set({ decision: "removed", decided_by: null, decided_at: sql<Date>`clock_timestamp()` })
    .where("closure_id", "=", closureId)
    .where("key", "in", [...keys])
    .where("decision", "is", null)
    .execute();
}

/** Closures of a database that name the same thing and have not seen the end of it, held until the transaction ends. */
export async function holdClosuresNaming(
  tx: Tx,
  databaseId: string,
  key: string,
): Promise<{ readonly id: string; readonly number: number; readonly login_id: string; readonly email: string }[]> {
  return tx
    .selectFrom("closures")
    .select(["id", "number", "login_id", "email"])
    .where("database_id", "=", databaseId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("closure_leftovers as l")
          .select("l.item")
          .whereRef("l.closure_id", "=", "closures.id")
          .where("l.key", "=", key)
          .where((or) => or.or([or("l.decision", "is", null), or("l.decision", "=", "kept")])),
      ),
    )
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

/** Undecided or kept → decided; null when it was rotated or removed meanwhile. */
export async function setDecision(
  tx: Tx,
  closureId: string,
  key: string,
  { decision, by }: { readonly decision: NonNullable<Leftover["decision"]>; readonly by: string },
): Promise<LeftoverRow | null> {
  const row = await tx
    .updateTable("closure_leftovers")
    .set({ decision, decided_by: by, decided_at: sql<Date>`clock_timestamp()` })
    .where("closure_id", "=", closureId)
    .where("key", "=", key)
    .where((eb) => eb.or([eb("decision", "is", null), eb("decision", "=", "kept")]))
    .returningAll()
    .executeTakeFirst();
  return (row as LeftoverRow | undefined) ?? null;
}

/** Beside the items, in the closure's evidence. */
export type SeenOfClosure = Omit<CouldStillUse, "items">;

export async function setSeen(tx: Tx, closureId: string, seen: SeenOfClosure): Promise<void> {
  const evidence = JSON.stringify({ could_still_use: seen });
  await sql`update closures set evidence = evidence || ${evidence}::jsonb where id = ${closureId}`.execute(tx);
}

/** In a transaction it is held until that ends. */
export async function findClosureOf(db: Reader, loginId: string): Promise<{ readonly id: string } | undefined> {
  const found = db.selectFrom("closures").select("id").where("login_id", "=", loginId);
  return (db.isTransaction ? found.forNoKeyUpdate() : found).executeTakeFirst();
}

/** Whether a login ever worked as the owner role: at the end, or before its level was lowered. */
export async function wasFull(db: Reader, login: LoginRow): Promise<boolean> {
  if (login.access === "full") return true;
  const { rows } = await sql<{ full: boolean }>`
    select exists (select from events e join collaborators c on c.database_id = e.database_id and c.email = e.subject_email
      where c.id = ${login.collaborator_id} and e.type = 'collaborator.access_changed' and e.data ->> 'from' = 'full'
        and e.at >= ${login.created_at}) as full`.execute(db);
  return rows[0]?.full ?? false;
}
