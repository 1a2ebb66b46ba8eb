import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Applied } from "./apply.ts";
import { endSessionsSql, listSessions, mayEndSessions, type EndedSession } from "./drain.ts";
import type { FoundRole } from "./observe.ts";
import { quoteIdent } from "./quote.ts";
import { rollBackInTheWay } from "./roll-back-prepared.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

const attempts = 10;

interface Options {
  readonly thenAsk?: string;
  /** Those of its sessions that are ended because they may be what is in the way: told before they are. */
  readonly beforeEnding?: (sessions: readonly EndedSession[]) => Promise<void>;
}

/**
 * No new logins of a role. Whoever it is may change their own password, and a transaction that they leave open at that, or
 * prepare, keeps the row of their role locked: what of theirs is in the way is ended. The next attempt follows in the same
 * message, and so stands in line before anybody who comes back in to lock it again.
 */
export async function shutDoor(
  run: Run,
  admin: AdminConnection,
  role: Pick<FoundRole, "oid" | "name">,
  { thenAsk, beforeEnding = async () => undefined }: Options = {},
): Promise<Applied> {
  const step = refuseLogins(role.name);
  const asked = thenAsk === undefined ? {} : { thenAsk };
  let refused = await run.apply(admin, { ...step, ...asked });
  for (let attempt = 2; !refused.done && refused.isBusy && attempt <= attempts; attempt += 1) {
    await mayEndSessions(admin, [role.oid]);
    await beforeEnding(await listSessions(admin, role.oid));
    await rollBackInTheWay(run, admin, role.oid);
    refused = await run.apply(admin, { ...step, ...asked, sql: [endSessionsSql(role.oid), ...step.sql] });
    // Somebody else's change of the role, then: that takes milliseconds.
    if (!refused.done) await delay(20 * attempt);
  }
  return refused;
}

const refuseLogins = (name: string): Step => ({
  kind: "refuse-logins",
  description: `Refuse new logins of ${name}`,
  on: "server",
  once: true,
  sql: [
    "SET LOCAL lock_timeout = '250ms'",
    `ALTER ROLE ${quoteIdent(name)} WITH NOLOGIN PASSWORD NULL CONNECTION LIMIT 0 VALID UNTIL '-infinity'`,
  ],
});
