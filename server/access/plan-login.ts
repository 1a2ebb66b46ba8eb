import { isPowerlesslyOwned } from "../databases/ownership.ts";
import type { AccessLevel } from "@guestlist/contract";
import type { Desired, DesiredLogin } from "./desired.ts";
import { findDoubt, findOurs, type Observed, type ObservedMembership, type ObservedRole } from "./observe.ts";
import type { Step } from "./step.ts";
import * as steps from "./steps.ts";
import { blockedBy, findOwnerRole, type Plan } from "./plan.ts";

/** One person's login. `changed` is false when it is as it should be. */
export function planLogin(desired: Desired, observed: Observed, login: DesiredLogin): Plan {
  const level = levelOf(desired, observed, login.access);
  if (level === null) return blockedBy(noFull(desired));
  const doubt = findDoubt(observed, login);
  if (doubt !== null) return blockedBy(doubt);
  const role = findOurs(observed, login);
  if (role === null) {
    const drift = login.state === "ready" ? `the login ${login.name} was dropped` : undefined;
    return {
      steps: [{ ...steps.createLogin(login, level, desired, observed.versionNum), ...(drift && { drift }) }],
      blocked: null,
    };
  }
  const planned: Step[] = [];
  if (role.comment !== login.marker) planned.push(steps.restoreMarker(role, login.marker, login.id));
  if (role.name !== login.name)
    planned.push(steps.renameLogin(role, login, `the login ${login.name} was renamed to ${role.name}`));
  const strange = strangeAttributes(role);
  if (strange !== null || !sameEnd(role.valid_until, login.until))
    planned.push(
      steps.restoreAttributes(login, role, strange === null ? undefined : `the login ${login.name} ${strange}`),
    );
  const before = login.seenAccess === null ? null : levelOf(desired, observed, login.seenAccess);
  const change = levelChange(desired, role, login, level, before);
  if (change !== null) planned.push(steps.setLevel(login, level, change, desired, observed.versionNum));
  return { steps: planned, blocked: null };
}

export const noFull = (desired: Desired): string =>
  `The owner of ${desired.dbname} can log in, so full access waits until its ownership is moved.`;

/** Null while the role or group is not there to be a member of. */
export function levelOf(desired: Desired, observed: Observed, access: AccessLevel): steps.Level | null {
  if (access === "full") {
    if (!isPowerlesslyOwned(desired)) return null;
    const owner = findOwnerRole(desired, observed);
    return owner === null || owner.can_login ? null : { group: owner.name, groupOid: owner.oid, set: true };
  }
  const wanted = access === "read-only" ? desired.readOnly : desired.readWrite;
  const group = findOurs(observed, { oid: null, marker: wanted.marker });
  return group === null ? null : { group: group.name, groupOid: group.oid, set: false };
}

export const powersOf = ({ attributes }: ObservedRole): string | null =>
  attributes.length > 0 ? `was given ${attributes.join(", ")}` : null;

function strangeAttributes(role: ObservedRole): string | null {
  if (!role.can_login) return "was not allowed to log in";
  if (role.attributes.length > 0) return powersOf(role);
  if (role.connection_limit !== steps.connectionLimit) return `had a connection limit of ${role.connection_limit}`;
  return null;
}

const sameEnd = (observed: string | null, until: Date | null): boolean =>
  until === null ? observed === null || observed === "infinity" : observed === String(until.getTime());

export interface LevelChange {
  readonly extra: readonly ObservedMembership[];
  readonly missing: boolean;
  readonly drift?: string;
  /** Its sessions may work as a role that no level of its own made it a member of. */
  readonly thenEnd: readonly number[];
}

type Leveled = Pick<DesiredLogin, "name" | "access" | "seenAccess">;

export function levelChange(
  desired: Desired,
  role: ObservedRole,
  login: Leveled,
  level: steps.Level,
  before: steps.Level | null,
): LevelChange | null {
  const right = role.memberships.find((membership) => isRight(membership, level));
  const extra = role.memberships.filter((membership) => membership !== right);
  // Other settings are the person's own: they steer nobody else's sessions.
  const worksAs = role.settings.find((setting) => setting.startsWith("role="));
  const set = worksAs === (level.set ? `role=${level.group}` : undefined);
  if (right !== undefined && extra.length === 0 && set) return null;
  const asked = login.seenAccess !== login.access;
  const strange = extra.some((membership) => membership.role_oid !== before?.groupOid);
  return {
    extra,
    missing: right === undefined,
    thenEnd: strange || levelFell(login) ? [role.oid] : [],
    ...(!asked && { drift: driftOf(desired, login, extra, right) }),
  };
}

const isRight = (membership: ObservedMembership, level: steps.Level): boolean =>
  membership.role_oid === level.groupOid &&
  !membership.admin &&
  membership.inherit !== false &&
  (membership.set === null || membership.set === level.set);

function driftOf(
  desired: Desired,
  login: Leveled,
  extra: readonly ObservedMembership[],
  right: ObservedMembership | undefined,
): string {
  const [first] = extra;
  if (first !== undefined) return `the login ${login.name} was made a member of ${first.role}`;
  if (right === undefined) return `the login ${login.name} had lost its ${login.access} access`;
  return `the settings of the login ${login.name} in ${desired.dbname} were changed`;
}

const rank: Record<AccessLevel, number> = { "read-only": 0, "read-write": 1, full: 2 };

/** A session keeps what it took by SET ROLE: when a level falls, the sessions that began before it have to end. */
export const levelFell = (login: Pick<DesiredLogin, "access" | "seenAccess">): boolean =>
  login.seenAccess !== null && rank[login.seenAccess] > rank[login.access];
