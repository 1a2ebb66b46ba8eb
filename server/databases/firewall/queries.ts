import { sql, type Selectable } from "kysely";
import type { Reader, Tx } from "../../platform/control-database.ts";
import type { Tables } from "../../platform/tables.ts";
import type { ServerRow } from "../grant.ts";

export type FirewallRuleRow = Selectable<Tables["firewall_rules"]>;

/** Oldest first; those that are gone are left out. */
export const listRules = (db: Reader, databaseId: string): Promise<FirewallRuleRow[]> =>
  db
    .selectFrom("firewall_rules")
    .selectAll()
    .where("database_id", "=", databaseId)
    .where("state", "<>", "removed")
    .orderBy("created_at")
    .execute();

/** One of them, also when it is gone by now. */
export const findRule = async (db: Reader, databaseId: string, id: string): Promise<FirewallRuleRow | null> =>
  (await db
    .selectFrom("firewall_rules")
    .selectAll()
    .where("database_id", "=", databaseId)
    .where(sql`id::text`, "=", id.toLowerCase())
    .executeTakeFirst()) ?? null;

/** Null when the same range has a rule already: the unique index is the judge. */
export async function insertRule(
  tx: Tx,
  rule: { readonly databaseId: string; readonly cidr: string; readonly label: string; readonly accountId: string },
): Promise<FirewallRuleRow | null> {
  const row = await tx
    .insertInto("firewall_rules")
    .values({
      database_id: rule.databaseId,
      cidr: rule.cidr,
      network: rule.cidr,
      label: rule.label,
      created_by_account_id: rule.accountId,
    })
    .onConflict((conflict) =>
      conflict.columns(["database_id", "network"]).where("state", "in", ["making", "enforced"]).doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** making or enforced → removing, once; at once `removed` where nothing enforces it. Null: it is on its way already. */
export async function markRemoving(
  tx: Tx,
  id: string,
  by: { readonly accountId: string; readonly state: "removing" | "removed" },
): Promise<FirewallRuleRow | null> {
  const row = await tx
    .updateTable("firewall_rules")
    .set({
      state: by.state,
      removing_at: sql<Date>`clock_timestamp()`,
      removed_by_account_id: by.accountId,
      blocked: null,
    })
    .where("id", "=", id)
    .where("state", "in", ["making", "enforced"])
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** PostgreSQL follows these now: making → enforced, removing → removed. True when that changed any. */
export async function markFollowed(tx: Tx, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false;
  const { rows } = await sql`update firewall_rules
    set state = case state when 'making' then 'enforced' else 'removed' end, blocked = null
    where id = any(${ids}::uuid[]) and state in ('making', 'removing') returning id`.execute(tx);
  return rows.length > 0;
}

/** Why they do not move on; true when that was not known. */
export async function setRulesBlocked(tx: Tx, ids: readonly string[], reason: string): Promise<boolean> {
  if (ids.length === 0) return false;
  const { rows } = await sql`update firewall_rules set blocked = ${reason}
    where id = any(${ids}::uuid[]) and state in ('making', 'removing') and blocked is distinct from ${reason}
    returning id`.execute(tx);
  return rows.length > 0;
}

/** The server of a database, as far as its firewall is concerned. */
export type Holder = Pick<ServerRow, "bundled" | "name">;

export const findHolder = (db: Reader, databaseId: string): Promise<Holder> =>
  db
    .selectFrom("databases as d")
    .innerJoin("servers as s", "s.id", "d.server_id")
    .select(["s.bundled", "s.name"])
    .where("d.id", "=", databaseId)
    .executeTakeFirstOrThrow();

/** A database with rules, or with one that PostgreSQL may still follow. */
export interface RuledDatabase {
  readonly id: string;
  readonly dbname: string;
  readonly rules: readonly Pick<FirewallRuleRow, "id" | "cidr" | "state">[];
}

/** Every one of a server, of those that are there: also of the others of the same cluster, which share its file. */
export async function listRuled(db: Reader, server: Pick<ServerRow, "system_identifier">): Promise<RuledDatabase[]> {
  const { rows } = await sql<RuledDatabase>`
    select d.id, d.dbname, jsonb_agg(jsonb_build_object('id', r.id, 'cidr', r.cidr, 'state', r.state) order by r.created_at) as rules
    from firewall_rules r join databases d on d.id = r.database_id join servers s on s.id = d.server_id
    where s.system_identifier = ${server.system_identifier} and r.state <> 'removed' and d.state <> 'deleted'
    group by d.id order by d.dbname, d.id`.execute(db);
  return rows;
}

/** Of a database that is deleted: there is nothing left that they could narrow. */
export const removeRulesOf = async (tx: Tx, databaseId: string): Promise<void> =>
  void (await tx
    .updateTable("firewall_rules")
    .set({ state: "removed", blocked: null })
    .where("database_id", "=", databaseId)
    .where("state", "<>", "removed")
    .execute());
