import type { AdminConnection } from "../databases/admin-connection.ts";
import { beyondSql } from "./beyond-sql.ts";

/** What roles have in one database that their level does not give. */
export interface Beyond {
  readonly holdings: readonly Holding[];
  /** Of the level groups, which have much that is right. */
  readonly grants: readonly Grant[];
}

/** Of a person's login, which should have nothing but its membership, and of a group, which should own nothing. */
export interface Holding {
  readonly role_oid: number;
  readonly objects: number;
  /** Databases, tablespaces, subscriptions: they belong to the server. */
  readonly shared: number;
  /** It was granted something itself. */
  readonly granted: boolean;
}

export interface Grant {
  readonly role_oid: number;
  /** Whoever gave it; for what is to be made, whose. */
  readonly grantor: string;
  /** `REVOKE INSERT ON TABLE public.orders FROM`, without the name. */
  readonly revoke: string;
}

export interface Asked {
  /** OIDs of the logins of people below `full`. */
  readonly people: readonly number[];
  readonly readOnly: number;
  readonly readWrite: number;
}

/** Looks into the database that the connection is on. One statement, of the catalogs alone. */
export async function lookBeyond(inside: AdminConnection, { people, readOnly, readWrite }: Asked): Promise<Beyond> {
  const [row] = await inside.query<Beyond>(beyondSql, [people, readOnly, readWrite]);
  if (row === undefined) throw new Error("the look at what roles have beyond their level has no answer");
  return row;
}
