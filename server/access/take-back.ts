import type { AdminConnection } from "../databases/admin-connection.ts";
import { lookBeyond, type Asked, type Beyond, type Holding } from "./beyond.ts";
import { borrow, ensureKeptRole, keptHeir, wordsFor } from "./clean.ts";
import { keptRole } from "./names.ts";
import { quoteIdent } from "./quote.ts";
import { recordDrift, recordRepaired } from "./record.ts";
import { revokeAllGrants } from "./revoke-grants-of-others.ts";
import { MakesWay, type Run } from "./run.ts";
import type { Step } from "./step.ts";
import { listOwned, moveBatch, moveRest, splitIntoBatches } from "./take-owned.ts";

/** A role with more than its level, and how that is told. */
export interface Overfull {
  readonly oid: number;
  readonly name: string;
  /** A group keeps what its level gives. */
  readonly isGroup: boolean;
  /** Whose it is; empty and null for a group. */
  readonly loginName: string;
  readonly email: string | null;
  readonly found: string;
  readonly done: string;
}

/**
 * Takes back what a role has beyond its level: what it owns goes where an ended login's objects go, and what it was granted
 * goes, as whoever gave it. Told as drift, and read back. @returns why some of it stays, in words
 */
export async function takeBack(run: Run, admin: AdminConnection, role: Overfull, asked: Asked): Promise<string | null> {
  const opened = await run.inside(run.loaded.database.dbname, async (inside) => {
    const beyond = await lookBeyond(inside, asked);
    if (isEmpty(role, beyond)) return null;
    await run.before("record");
    await recordDrift(run, role.loginName, role.email, role.found);
    const refused = await takeAll(run, admin, inside, role, asked);
    if (refused !== null) return refused;
    if (!isEmpty(role, await lookBeyond(inside, asked))) return `${role.done}: it did not take.`;
    await recordRepaired(run, role.loginName, role.email, role.done.charAt(0).toLowerCase() + role.done.slice(1));
    return null;
  });
  return opened.ok ? opened.value : `${run.loaded.database.dbname} cannot be looked into: ${opened.reason}.`;
}

const holdingOf = ({ oid }: Overfull, { holdings }: Beyond): Holding | undefined =>
  holdings.find((each) => each.role_oid === oid);

const isEmpty = (role: Overfull, beyond: Beyond): boolean =>
  holdingOf(role, beyond) === undefined && !beyond.grants.some((grant) => role.isGroup && grant.role_oid === role.oid);

async function takeAll(
  run: Run,
  admin: AdminConnection,
  inside: AdminConnection,
  role: Overfull,
  asked: Asked,
): Promise<string | null> {
  const holding = holdingOf(role, await lookBeyond(inside, asked));
  if (holding !== undefined && holding.shared > 0)
    return `${role.name} owns a database, a tablespace or a subscription: give that another owner.`;
  try {
    await borrow(run, admin, { oid: role.oid, name: role.name, can_login: true, subscribes: false });
    const refused = holding !== undefined && holding.objects > 0 ? await takeOwned(run, admin, inside, role) : null;
    if (refused !== null) return refused;
    const grants = role.isGroup ? revokeOf(role, await lookBeyond(inside, asked)) : await revokeOfPerson(inside, role);
    const reasons: string[] = [];
    for (const step of grants) {
      const applied = await run.apply(inside, step);
      if (!applied.done) reasons.push(applied.reason);
    }
    return reasons.length === 0 ? null : reasons.join(" ");
  } catch (error) {
    if (error instanceof MakesWay) throw error;
    const reason = wordsFor(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

async function takeOwned(
  run: Run,
  admin: AdminConnection,
  inside: AdminConnection,
  role: Overfull,
): Promise<string | null> {
  await ensureKeptRole(run, admin);
  const moving = { role, heir: keptHeir, dbname: run.loaded.database.dbname };
  const owned = await listOwned(inside, role.oid, keptRole);
  const batches = splitIntoBatches(owned);
  const gone = new Set(batches.flat());
  const rest = owned.filter((object) => !gone.has(object));
  for (const step of [
    ...batches.map((batch) => moveBatch(moving, batch, inside.facts)),
    moveRest(moving, rest, inside.facts),
  ]) {
    await run.makeWay();
    const applied = await run.apply(inside, step);
    if (!applied.done) return applied.reason;
  }
  return null;
}

/** One step for each grantor: what is not ours to take keeps none of the rest. */
function revokeOf(role: Overfull, { grants }: Beyond): Step[] {
  const byGrantor = Map.groupBy(
    grants.filter((grant) => grant.role_oid === role.oid),
    ({ grantor }) => grantor,
  );
  return [...byGrantor].map(([grantor, given]) => ({
    kind: "take-back",
    description: `Take back what ${grantor} granted to ${role.name}`,
    on: "database",
    sql: [
      `SET LOCAL ROLE ${quoteIdent(grantor)}`,
      ...given.map(({ revoke }) => `${revoke}${quoteIdent(role.name)} CASCADE`),
    ],
  }));
}

async function revokeOfPerson(inside: AdminConnection, role: Overfull): Promise<Step[]> {
  const future = await inside.query<{ creator: string; revoke: string }>(futureSql, [role.oid]);
  return [
    ...(await revokeAllGrants(inside, role)),
    ...future.map(({ creator, revoke }): Step => ({
      kind: "take-back",
      description: `Take back what ${creator} granted to ${role.name}`,
      on: "database",
      sql: [`${revoke} FROM ${quoteIdent(role.name)}`],
    })),
  ];
}

const futureSql = `
  select pg_get_userbyid(a.defaclrole) as creator, format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s REVOKE ALL ON %s', pg_get_userbyid(a.defaclrole),
      case when a.defaclnamespace <> 0 then format(' IN SCHEMA %I', (select nspname from pg_namespace where oid = a.defaclnamespace)) end,
      case a.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'ROUTINES' when 'T' then 'TYPES'
        when 'n' then 'SCHEMAS' else 'LARGE OBJECTS' end) as revoke
  from pg_default_acl a where exists (select from aclexplode(a.defaclacl) x where x.grantee = $1::oid and x.grantee <> a.defaclrole)`;
