import type { AdminConnection } from "../databases/admin-connection.ts";
import type { LoginRow } from "./queries.ts";
import { recordLeftOver } from "./record-closing.ts";
import type { Run } from "./run.ts";

/** How a role signs in at a foreign server: not an object to be kept, and it may hold a password of another server. */
export interface UserMapping {
  readonly server: string;
  readonly database: string;
  /** Null: the admin connection may not see what it holds. */
  readonly holds_password: boolean | null;
}

/** Of a role, in the database that the connection is on. Who wrote it knows what it holds, and so does whoever it is for. */
export const listUserMappings = (inside: AdminConnection, roleOid: number): Promise<UserMapping[]> =>
  inside.query<UserMapping>(
    `select quote_ident(srvname) as server, current_database()::text as database,
       case when umoptions is not null then exists (select from unnest(umoptions) o where o ~* 'passw|secret|key|token')
         when current_setting('is_superuser')::bool then false end as holds_password
     from pg_user_mappings where umuser = $1::oid order by srvname`,
    [roleOid],
  );

/**
 * Before the clean-up takes them: the other server still lets in whoever knows what they hold, and nothing here can change
 * that. The receipt says so.
 */
export async function nameUserMappings(
  run: Run,
  admin: AdminConnection,
  login: LoginRow,
  roleOid: number,
): Promise<LoginRow> {
  const homes = await admin.query<{ datname: string }>(
    `select datname from pg_database d where datallowconn and exists (select from pg_shdepend s where s.dbid = d.oid
       and s.classid = 'pg_user_mapping'::regclass and s.refclassid = 'pg_authid'::regclass and s.refobjid = $1::oid)
     order by 1`,
    [roleOid],
  );
  const found: UserMapping[] = [];
  for (const { datname } of homes) {
    const looked = await run.inside(datname, (inside) => listUserMappings(inside, roleOid));
    if (looked.ok) found.push(...looked.value);
  }
  const toSay = found.filter((each) => each.holds_password !== false);
  return toSay.length === 0 ? login : recordLeftOver(run, login, toSay.map(inWords));
}

const inWords = ({ server, database, holds_password: holds }: UserMapping): string =>
  `the user mapping for the foreign server ${server} in ${database} is taken away, and ` +
  `${holds === true ? "the password in it" : "any password in it"} stays good there: they may know it`;
