import type { AdminConnection } from "../databases/admin-connection.ts";
import { closedSql, codeSql, ownedSql, publicSql } from "./survey-sql.ts";

/** What everybody may do with one object, beyond what PostgreSQL gives everybody. Names are quoted where they have to be. */
export interface PublicPrivilege {
  /** As PostgreSQL calls its kind: `table`, `table column`, `schema`; or `default privileges`. */
  readonly type: string;
  readonly identity: string;
  /** Of a column: its table. Null of default privileges. */
  readonly whole: string | null;
  readonly column: string | null;
  readonly owner: string;
  readonly privileges: readonly string[];
  readonly grantors: readonly string[];
  /** Of default privileges: whose, and in which schema alone. */
  readonly role: string | null;
  readonly schema: string | null;
}

/** Something that runs for others, whoever made it. */
export interface Code {
  readonly type: string;
  readonly identity: string;
  readonly oid: number;
  /** Of a SECURITY DEFINER function: its owner. */
  readonly works_as: string | null;
  /** Another one when it was changed. */
  readonly sum: string;
}

/** A function or view of a login, or what calls such a function on a table of others. */
export interface Owned {
  readonly type: string;
  readonly identity: string;
  readonly oid: number;
  readonly owner: number;
  readonly definer: boolean;
  readonly calls: string | null;
  /** Some of what depends on it, in PostgreSQL's words. */
  readonly used_by: readonly string[];
}

/** One database, as far as an ended login could still use it. */
export interface Survey {
  readonly dbname: string;
  readonly public: readonly PublicPrivilege[];
  readonly code: readonly Code[];
  readonly owned: readonly Owned[];
}

/** Looks only, into the database that the connection is on. `closed`: functions that everybody was kept from calling. */
export async function survey(
  inside: AdminConnection,
  roleOids: readonly number[],
  closed: readonly string[],
): Promise<Survey> {
  return {
    dbname: inside.dbname,
    public: await listPublic(inside, closed),
    code: await inside.query<Code>(codeSql, [roleOids]),
    owned: await inside.query<Owned>(ownedSql, [roleOids]),
  };
}

export const listPublic = (inside: AdminConnection, closed: readonly string[]): Promise<PublicPrivilege[]> =>
  inside.query<PublicPrivilege>(publicSql, [closed]);

/** What there was before a login came. */
export interface Baseline {
  /** `table public.orders SELECT` */
  readonly public: readonly string[];
  /** `function public.f() 9e107d9d…` */
  readonly code: readonly string[];
  /** Functions that everybody was kept from calling. */
  readonly closed: readonly string[];
}

export async function takeBaseline(inside: AdminConnection): Promise<Baseline> {
  const open = await listPublic(inside, []);
  const code = await inside.query<Code>(codeSql, [[]]);
  const closed = await inside.query<{ identity: string }>(closedSql);
  return {
    public: open.flatMap((each) => each.privileges.map((privilege) => publicKey(each, privilege))),
    code: code.map(codeKey),
    closed: closed.map(({ identity }) => identity),
  };
}

export const publicKey = ({ type, identity }: PublicPrivilege, privilege: string): string =>
  `${type} ${identity} ${privilege}`;
export const codeKey = ({ type, identity, sum }: Code): string => `${type} ${identity} ${sum}`;
