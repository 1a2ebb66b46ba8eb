import type { Leftover } from "@guestlist/contract";
import { sql, type Selectable } from "kysely";
import { leftoversOf } from "../collaborators/closure.ts";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";

export type KeyRow = Selectable<Tables["signing_keys"]>;
export type ReceiptRow = Selectable<Tables["closure_receipts"]>;

export const findActiveKey = (tx: Tx): Promise<KeyRow | undefined> =>
  tx.selectFrom("signing_keys").selectAll().where("retired_at", "is", null).executeTakeFirst();

/** @returns false when there is an active key already */
export async function insertKey(
  tx: Tx,
  key: { readonly id: string; readonly public_key: string; readonly private_key_sealed: Buffer },
): Promise<boolean> {
  const row = await tx
    .insertInto("signing_keys")
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Its private part goes: what was signed with it stays checkable, and nothing more can be signed. */
export async function retireKey(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("signing_keys")
    .set({ retired_at: sql<Date>`now()`, private_key_sealed: null })
    .where("id", "=", id)
    .where("retired_at", "is", null)
    .execute();
}

export type ClosureRow = Selectable<Tables["closures"]>;

/** A closure, and what was signed of it last. */
export interface ClosureToSign {
  readonly closure: ClosureRow;
  readonly leftovers: readonly Leftover[];
  readonly dbname: string;
  readonly last: ReceiptRow | undefined;
  /** The control database's clock. */
  readonly now: Date;
}

/** Held until the transaction ends: the statements of a closure are written one after another. */
export async function findClosureToSign(tx: Tx, loginId: string): Promise<ClosureToSign | undefined> {
  const row = await tx
    .selectFrom("closures as k")
    .innerJoin("databases as d", "d.id", "k.database_id")
    .selectAll("k")
    .select(["d.dbname", sql<Date>`clock_timestamp()`.as("control_now")])
    .select(leftoversOf("k.id").as("leftovers"))
    .where("k.login_id", "=", loginId)
    .forNoKeyUpdate("k")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { dbname, control_now: now, leftovers, ...closure } = row;
  return { closure, leftovers, dbname, now, last: (await listReceipts(tx, closure.id))[0] };
}

export async function insertReceipt(tx: Tx, receipt: ReceiptRow): Promise<void> {
  await tx.insertInto("closure_receipts").values(receipt).execute();
}

/** Newest first. */
export const listReceipts = (db: Reader, closureId: string): Promise<ReceiptRow[]> =>
  db
    .selectFrom("closure_receipts")
    .selectAll()
    .where("closure_id", "=", closureId)
    .orderBy("statement", "desc")
    .execute();
