import type { RevocationPreview } from "@guestlist/contract";
import type { AdminConnection } from "../databases/admin-connection.ts";

export type HeldLock = RevocationPreview["locks"][number];

/**
 * Locks on what a role owns in the database that the connection is on, the longest held first. To give it to somebody else
 * waits for each of them. Schemas change owner without a lock.
 */
export const findLocks = (
  inside: AdminConnection,
  roleOid: number,
  whose: "anybody's" | "others'",
): Promise<HeldLock[]> =>
  inside.query<HeldLock>(
    `with here as (select oid from pg_database where datname = current_database()),
     held as (
       select distinct pid, virtualtransaction, coalesce(classid, 'pg_class'::regclass) as classid, coalesce(relation, objid) as objid
       from pg_locks where database in (select oid from here) and granted and pid is distinct from pg_backend_pid()
         and (relation in (select oid from pg_class where relowner = $1::oid and relkind in ('r', 'p', 'v', 'm', 'f', 'S'))
           or (classid, objid) in (select classid, objid from pg_shdepend where refclassid = 'pg_authid'::regclass
             and refobjid = $1::oid and deptype = 'o' and classid <> 'pg_namespace'::regclass and dbid in (select oid from here))))
     select current_database()::text as database, (i).type || ' ' || (i).identity as object, l.pid,
       coalesce(a.usename, x.owner)::text as login,
       coalesce(nullif(a.application_name, ''), 'prepared transaction ' || x.gid, '') as application,
       to_char(coalesce(a.xact_start, x.prepared) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
     from held l cross join lateral pg_identify_object(l.classid, l.objid, 0) i
     left join pg_stat_activity a on a.pid = l.pid
     left join (select own.virtualtransaction, p.* from pg_locks own join pg_prepared_xacts p on p.transaction = own.transactionid
       where own.locktype = 'transactionid' and own.pid is null) x on l.pid is null and x.virtualtransaction = l.virtualtransaction
     where $2 or coalesce(a.usesysid, 0) <> $1::oid
       and coalesce(x.owner, '') is distinct from (select rolname::text from pg_roles where oid = $1::oid)
     order by coalesce(a.xact_start, x.prepared), l.pid`,
    [roleOid, whose === "anybody's"],
  );

/** So many are named: they are for somebody to look at, and the next try finds the others. */
const named = 3;

/**
 * After a lock was waited for in vain: who holds what on things of the role, in sentences, and then what it says. Nobody, where
 * the lock is on something else or was given up in that moment.
 */
export async function nameLocks(inside: AdminConnection, roleOid: number, reason: string): Promise<string> {
  const locks = await findLocks(inside, roleOid, "anybody's");
  return [...locks.slice(0, named).map(inWords), reason].join(" ");
}

function inWords({ database, object, pid, login, application, since }: HeldLock): string {
  const who = [login, application].filter(Boolean).join(", ");
  if (since === null) return `${object} in ${database} is locked by pid ${pid} (${who}).`;
  const time = `${since.slice(0, 19).replace("T", " ")} UTC`;
  if (pid === null) return `${object} in ${database} is locked by the ${application} of ${login}, since ${time}.`;
  return `${object} in ${database} is locked by pid ${pid} (${who}), since ${time}.`;
}

const holders = /(?<=^|: |; |\. )[^:;]+? is locked by [^;]*?\.(?: |$)/g;

/** What is in the way, without who holds it: that somebody else does by now is no news. */
export const withoutHolders = (reason: string): string => reason.replaceAll(holders, "");

/** That is said once, however often it is found. */
export const isSameObstacle = (reason: string, before: string | null): boolean =>
  before !== null && withoutHolders(reason) === withoutHolders(before);
