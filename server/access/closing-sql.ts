import { endedByHandMarker, loginMarker } from "./names.ts";
import type { LoginRow } from "./queries.ts";
import { quoteLiteral } from "./quote.ts";

/** Whose access the SQL ends, and where. */
export interface ClosingTarget {
  readonly email: string;
  readonly databaseName: string;
  readonly systemIdentifier: string;
  readonly login: Pick<LoginRow, "id" | "generation" | "database_id" | "role_name"> & { readonly role_oid: number };
}

/**
 * The closing steps as a script for psql, for the day on which Guestlist cannot do it. By OID, and only where the server
 * and the role's marker are the right ones. The marker it leaves tells the reconciler that this was meant: it ends the
 * access in the list too, and never opens it again.
 */
export function closingSql({ email, databaseName, systemIdentifier, login }: ClosingTarget): string {
  const marker = loginMarker(login.id, login.generation, login.database_id);
  const facts = {
    oid: login.role_oid,
    system: quoteLiteral(systemIdentifier),
    ours: quoteLiteral(marker),
    ended: quoteLiteral(endedByHandMarker(marker)),
  };
  const statements = [...settings, refuseLogins(facts), removeMemberships(facts), endSessions(facts), verdict(facts)];
  return `-- Ends the access of ${oneLine(email)} to ${databaseName}: the login ${oneLine(login.role_name)}, role OID ${login.role_oid}.
-- With psql, as an administrator of the server, in any of its databases:  psql 'postgresql://ADMIN@HOST/postgres' -f FILE
-- The last answer has to say t three times. It may be run again.

${statements.map((statement) => `${statement};\n`).join("\n")}`;
}

/** Nothing in a comment may begin a line of its own. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");

const settings = [
  "SET search_path = pg_catalog, pg_temp",
  "SET synchronous_commit = local",
  "SET default_transaction_read_only = off",
  "SET lock_timeout = '2s'",
];

interface Facts {
  readonly oid: number;
  /** The rest are literals, quoted. */
  readonly system: string;
  readonly ours: string;
  readonly ended: string;
}

const refuseLogins = ({ oid, system, ours, ended }: Facts): string => `-- 1. No new logins.
DO $guestlist$
DECLARE name text; held text;
BEGIN
  IF (SELECT system_identifier FROM pg_control_system())::text <> ${system} THEN
    RAISE EXCEPTION 'This is another PostgreSQL server: nothing was done.';
  END IF;
  SELECT rolname INTO name FROM pg_roles WHERE oid = ${oid} AND shobj_description(oid, 'pg_authid') IN (${ours}, ${ended});
  IF name IS NULL THEN
    RAISE EXCEPTION 'No role of that OID is the login of this access: nothing was done.';
  END IF;
  FOR attempt IN 1..10 LOOP
    BEGIN
      -- A session of theirs that changes its own password and waits is in the way, and has to go first.
      IF attempt > 1 THEN
        PERFORM pg_stat_clear_snapshot();
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = ${oid} AND pid <> pg_backend_pid();
      END IF;
      EXECUTE format('ALTER ROLE %I WITH NOLOGIN PASSWORD NULL CONNECTION LIMIT 0 VALID UNTIL ''-infinity''', name);
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected OR internal_error THEN
      SELECT format('In the database %I run ROLLBACK PREPARED %L, then this again.', database, gid) INTO held
      FROM pg_prepared_xacts WHERE owner = name LIMIT 1;
      IF held IS NOT NULL OR attempt = 10 THEN
        RAISE EXCEPTION 'The role is locked, so nothing was done: %', coalesce(held, SQLERRM);
      END IF;
    END;
  END LOOP;
  EXECUTE format('COMMENT ON ROLE %I IS %L', name, ${ended});
END $guestlist$`;

const removeMemberships = ({ oid, ended }: Facts): string => `-- 2. No memberships.
DO $guestlist$
DECLARE one record;
BEGIN
  LOOP
    SELECT r.rolname AS role, m.rolname AS member, g.rolname AS grantor INTO one
    FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
      JOIN pg_roles g ON g.oid = a.grantor
    WHERE ${oid} IN (a.member, a.roleid, a.grantor) AND NOT (a.roleid = ${oid} AND m.rolname = current_user)
      AND shobj_description(${oid}, 'pg_authid') = ${ended} LIMIT 1;
    EXIT WHEN NOT FOUND;
    EXECUTE format('REVOKE %I FROM %I', one.role, one.member)
      || CASE WHEN current_setting('server_version_num')::int >= 160000 THEN format(' GRANTED BY %I', one.grantor) ELSE '' END
      || ' CASCADE';
  END LOOP;
END $guestlist$`;

/** Before 18 a connection that waits behind the login check shows in pg_locks alone. */
const hidden = `SELECT l.pid FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.pid IS NOT NULL AND a.pid IS NULL
      UNION SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND usesysid IS NULL`;

const endSessions = ({ oid, ended }: Facts): string => `-- 3. No sessions, and nobody who hides for a second.
DO $guestlist$
DECLARE empty int := 0; hiding int[] := '{}';
BEGIN
  IF shobj_description(${oid}, 'pg_authid') IS DISTINCT FROM ${ended} THEN
    RAISE EXCEPTION 'The first step has not been done.';
  END IF;
  FOR look IN 1..1000 LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = ${oid} AND pid <> pg_backend_pid();
    empty := CASE WHEN FOUND THEN 0 ELSE empty + 1 END;
    IF look = 1 THEN
      hiding := ARRAY(${hidden});
    ELSIF look >= 50 AND hiding <> '{}' THEN
      PERFORM pg_terminate_backend(pid) FROM (${hidden}) AS hidden(pid) WHERE pid = ANY (hiding);
      hiding := '{}';
      empty := 0;
    END IF;
    EXIT WHEN empty >= 5 AND hiding = '{}';
    PERFORM pg_sleep(0.02);
  END LOOP;
END $guestlist$`;

const verdict = ({ oid }: Facts): string => `-- 4. What PostgreSQL says now.
SELECT NOT EXISTS (SELECT FROM pg_roles WHERE oid = ${oid} AND rolcanlogin) AS new_logins_refused,
  NOT EXISTS (SELECT FROM pg_auth_members WHERE ${oid} IN (member, grantor)) AS memberships_gone,
  NOT EXISTS (SELECT FROM pg_stat_activity WHERE usesysid = ${oid}) AS sessions_gone`;
