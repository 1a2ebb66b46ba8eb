import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { isConnectionLost } from "../databases/connection-failure.ts";
import { inWords, isBusy, isWorthRepeating } from "./refusals.ts";
import type { Step } from "./step.ts";

export type Applied =
  | { readonly done: true; readonly rows?: Rows }
  | {
      readonly done: false;
      readonly reason: string;
      /** Somebody else's transaction was in the way: the same may work a moment later. */
      readonly isBusy?: boolean;
      /** With these it was committed, and some of it did nothing. */
      readonly rows?: Rows;
    };

/** Of what was asked together with it. */
type Rows = readonly object[];

/**
 * Runs one step, without choices. A refusal that PostgreSQL is known to give, and a grant that it let pass without doing
 * it, are values in words; a lost connection and what nobody expected are thrown.
 */
export async function applyStep(admin: AdminConnection, step: Step): Promise<Applied> {
  for (let attempt = 1; ; attempt++) {
    admin.takeNotices();
    try {
      return checkNotices(admin, step, await send(admin, step));
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      if (isWorthRepeating(error) && !step.once && attempt < 20) {
        await delay(attempt * 5);
        continue;
      }
      const reason = inWords(error);
      if (reason === undefined) throw error;
      return { done: false, reason: `${reason}.`, isBusy: isBusy(error) };
    }
  }
}

async function send(admin: AdminConnection, { sql, outside, thenAsk }: Step): Promise<Rows> {
  if (outside) {
    for (const statement of sql) await admin.query(statement);
    return [];
  }
  // Several statements in one message are one transaction, and one round trip.
  const all = sql.join(";\n");
  if (thenAsk === undefined) return admin.query(all);
  try {
    return await admin.query(`BEGIN;\n${all};\nCOMMIT;\n${thenAsk}`);
  } catch (error) {
    if (!isConnectionLost(error)) await admin.query("ROLLBACK");
    throw error;
  }
}

/** GRANT and REVOKE that do nothing say so in a warning and succeed: https://www.postgresql.org/docs/18/sql-grant.html */
function checkNotices(admin: AdminConnection, step: Step, rows: Rows): Applied {
  const idle = admin.takeNotices().find((notice) => notice.sqlstate === "01007" || notice.sqlstate === "01006");
  return idle === undefined
    ? { done: true, rows }
    : { done: false, reason: `${step.description}: ${idle.message}.`, rows };
}
