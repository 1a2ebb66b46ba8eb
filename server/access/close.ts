import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Closed } from "./closing.ts";
import { drain, type Drained } from "./drain.ts";
import { closeOtherRoles } from "./other-roles.ts";
import { rollBackPrepared } from "./roll-back-prepared.ts";
import { startProof, type Finding, type Proof } from "./prove.ts";
import type { LoginRow } from "./queries.ts";
import { recordDrained, recordSessionsLeft } from "./record-closing.ts";
import { refuseNewLogins, type ShutDoor } from "./refuse-new-logins.ts";
import type { Run } from "./run.ts";
import { followStandbys, type Standbys } from "./standbys.ts";

/** A standby that follows is milliseconds behind; one that does not keeps its server's other reconciles from nothing. */
const standbyPatienceMs = 300;

/** What came of the closing of one login. */
export interface ClosingOf {
  readonly login: LoginRow;
  readonly outcome: Closed;
}

/**
 * Ends accesses in the recipe's order: no new logins, no memberships, no sessions, and the proof. With several, every door
 * is shut before anybody's sessions are waited for. Nothing here waits for long for a lock that a collaborator can hold, nor
 * for the clean-up. Every step may be repeated after a crash. `onEmpty` is called when nobody seems to be inside any more.
 */
export async function closeLogins(
  run: Run,
  admin: AdminConnection,
  logins: readonly LoginRow[],
  onEmpty: () => void = () => undefined,
): Promise<readonly ClosingOf[]> {
  const doors: ShutDoor[] = [];
  const refused: ClosingOf[] = [];
  for (const login of logins) {
    const door = await refuseNewLogins(run, admin, login);
    if (typeof door === "string") refused.push({ login, outcome: { closed: false, reason: door } });
    else doors.push(door);
  }
  const shut: ShutDoor[] = [];
  for (const door of doors) shut.push(await closeOtherRoles(run, admin, door));
  return shut.length === 0 ? refused : [...refused, ...(await emptyAndProve(run, admin, shut, onEmpty))];
}

const suspectOf = ({ loaded }: Run, { roleOid, roleName }: ShutDoor) => ({
  roleOid,
  roleName,
  dbname: loaded.database.dbname,
});

async function emptyAndProve(
  run: Run,
  admin: AdminConnection,
  doors: readonly ShutDoor[],
  onEmpty: () => void,
): Promise<ClosingOf[]> {
  await run.before("drain");
  const { loaded, platform } = run;
  // Not before the house seems empty: on the shared server it would take its share from what ends the sessions.
  const begun: { proof?: Proof } = {};
  const prove = (): Proof => {
    if (begun.proof !== undefined) return begun.proof;
    const suspects = doors.map((door) => suspectOf(run, door));
    const { timeline } = admin.facts;
    begun.proof = startProof({ server: loaded.server, secrets: platform.secrets, timeline }, suspects);
    onEmpty();
    return begun.proof;
  };
  try {
    const emptied = await drainAll(run, admin, doors, prove);
    await rollBackPrepared(run, admin, doors.flatMap(rolesOf));
    await run.before("prove");
    const lsn = doors.at(-1)?.row.lsn ?? null;
    const [findings, standbys] = await Promise.all([prove().finish(), followStandbys(admin, lsn, standbyPatienceMs)]);
    return emptied.map(({ door, login, drained }, index) => ({
      login,
      outcome:
        door.otherOpen === null
          ? outcomeOf(login, drained, findings[index], { stillMember: door.stillMember, standbys })
          : { closed: false, reason: door.otherOpen },
    }));
  } finally {
    begun.proof?.end();
  }
}

const rolesOf = ({ roleName, others }: ShutDoor) => [{ roleName }, ...others.map(({ name }) => ({ roleName: name }))];

interface Emptied {
  readonly door: ShutDoor;
  readonly login: LoginRow;
  readonly drained: Drained;
}

async function drainAll(
  run: Run,
  admin: AdminConnection,
  doors: readonly ShutDoor[],
  onEmpty: () => void,
): Promise<Emptied[]> {
  const byOid = new Map(doors.flatMap((door) => (door.roleOid === null ? [] : [[door.roleOid, door] as const])));
  const oids = run.skips("drain") ? [] : [...byOid.keys()];
  const tell = (oid: number, left: number): void => {
    const door = byOid.get(oid);
    if (door !== undefined) void recordSessionsLeft(run, door.row, left);
  };
  const drained = await drain(admin, oids, { onLook: tell, onEmpty });
  const emptied: Emptied[] = [];
  for (const door of doors) {
    const of = (door.roleOid === null ? undefined : drained.get(door.roleOid)) ?? (await nobodyThere(admin));
    const all = { ...of, ended: [...door.ended, ...of.ended] };
    emptied.push({ door, drained: all, login: await recordDrained(run, door.row, all) });
  }
  return emptied;
}

function outcomeOf(
  login: LoginRow,
  { goneAt, left }: Drained,
  finding: Finding | undefined,
  { stillMember, standbys }: { readonly stillMember: string | null; readonly standbys: Standbys },
): Closed {
  if (goneAt === null) return { closed: false, reason: `${left} sessions do not end.` };
  if (finding === undefined) return { closed: false, reason: "The proof has no answer." };
  if (!finding.proven) return { closed: false, reason: [finding.reason, stillMember ?? []].flat().join(" ") };
  if (standbys.behind.length > 0)
    return {
      closed: false,
      reason: `The server refuses new logins, and not every standby yet: ${standbys.behind.join("; ")}.`,
    };
  return { closed: true, login, attempt: finding.attempt, leftOver: [...finding.leftOver, ...standbys.following] };
}

/** Of a role that was never made, or was not waited for. */
async function nobodyThere(admin: AdminConnection): Promise<Drained> {
  const [row] = await admin.query<{ at: Date }>("select clock_timestamp() as at");
  return { goneAt: row?.at ?? new Date(), ended: [], left: 0 };
}
