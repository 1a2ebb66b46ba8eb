import type { AdminConnection } from "../databases/admin-connection.ts";
import { lookBeyond, type Asked } from "./beyond.ts";
import type { Desired } from "./desired.ts";
import { findOurs, type Observed } from "./observe.ts";
import { planGroups } from "./plan.ts";
import { applyAll } from "./prepare.ts";
import type { Run } from "./run.ts";
import { takeBack } from "./take-back.ts";

export interface Guarded {
  /** Why a group keeps more than its level, in words. */
  readonly waits: string | null;
  /** OIDs of the logins of people that have more than theirs. */
  readonly overfull: ReadonlySet<number>;
}

/**
 * The level groups hold what their level gives and nothing else: what one of them has, everybody of that level has. One look
 * tells, and tells which people's logins have something of their own; those are settled one by one.
 */
export async function guardGroups(
  run: Run,
  admin: AdminConnection,
  inside: AdminConnection,
  { desired, observed }: { readonly desired: Desired; readonly observed: Observed },
): Promise<Guarded> {
  const asked = whomToAsk(desired, observed);
  if (asked === null) return { waits: null, overfull: new Set() };
  const reasons: (string | null)[] = [];
  for (const step of planGroups(desired, observed)) reasons.push(await applyAll(run, admin, [step]));
  const { holdings, grants } = await lookBeyond(inside, asked);
  const holders = new Set([...holdings, ...grants].map((each) => each.role_oid));
  for (const [oid, level] of [
    [asked.readOnly, "read-only"],
    [asked.readWrite, "read-write"],
  ] as const) {
    const name = level === "read-only" ? desired.readOnly.name : desired.readWrite.name;
    if (holders.has(oid)) reasons.push(await takeBack(run, admin, group(oid, name, level), { ...asked, people: [] }));
  }
  const said = reasons.filter((reason) => reason !== null);
  return { waits: said.length === 0 ? null : said.join(" "), overfull: holders };
}

const group = (oid: number, name: string, level: string) => ({
  oid,
  name,
  isGroup: true,
  loginName: "",
  email: null,
  found: `the role ${name} had more than ${level} access`,
  done: `Take back what the role ${name} had beyond ${level} access`,
});

/** Null while the groups are not made. */
export function whomToAsk(desired: Desired, observed: Observed): Asked | null {
  const [readOnly, readWrite] = [desired.readOnly, desired.readWrite].map((each) =>
    findOurs(observed, { oid: null, marker: each.marker }),
  );
  if (!readOnly || !readWrite) return null;
  const people = desired.logins.flatMap(({ access, oid }) => (access === "full" || oid === null ? [] : [oid]));
  return { people, readOnly: readOnly.oid, readWrite: readWrite.oid };
}
