import type { CoverageGap } from "@guestlist/contract";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { coverageSql } from "./coverage-sql.ts";

/** Where in one database the groups lack what their level promises. Only what the admin connection can give is planned. */
export interface Coverage {
  readonly schemas: readonly SchemaToCover[];
  /** Roles that can create things, and whose future tables the groups would not see. */
  readonly creators: readonly CreatorToCover[];
  /** `public`, when everybody may create in it: a read-only person could. */
  readonly publicCreates: readonly string[];
  /** Roles that could create in them only because everybody could; asked for while the database is prepared. */
  readonly relyingOnPublic: readonly string[];
  readonly measured: Measured;
}

export interface SchemaToCover {
  readonly schema: string;
  /** The schema itself is to be opened. */
  readonly usage: boolean;
  /** Null: all that is in it can be given at once. A single table that is not ours to give would refuse that whole. */
  readonly only: { readonly tables: readonly string[]; readonly sequences: readonly string[] } | null;
  /** Logins of ours that own some of it, and that the admin has to be a member of for the moment (before 16). */
  readonly borrow: readonly string[];
}

export interface CreatorToCover {
  readonly role: string;
  /** As above. */
  readonly borrow: boolean;
}

/** What PostgreSQL says that the groups have. */
export interface Measured {
  readonly read_only: Counts;
  readonly read_write: Counts;
  readonly lacking: readonly Lacking[];
}
type Counted = { readonly reached: number; readonly of: number };
type Counts = { readonly schemas: Counted; readonly tables: Counted; readonly sequences: Counted };

export interface Lacking {
  readonly kind: CoverageGap["kind"];
  readonly schema: string | null;
  readonly owner: string;
  /** The admin connection has the rights of that owner. */
  readonly able: boolean;
  /** Which groups lack it. */
  readonly read_only: boolean;
  readonly read_write: boolean;
  readonly count: number;
}

/** Looks into the database that the connection is on. */
export async function observeCoverage(
  admin: AdminConnection,
  groups: { readonly readOnly: number; readonly readWrite: number },
  preparing: boolean,
): Promise<Coverage> {
  const [row] = await admin.query<Coverage>(coverageSql, [groups.readOnly, groups.readWrite, preparing]);
  if (row === undefined) throw new Error("the look at what the groups reach has no answer");
  return row;
}
