import { isPowerlesslyOwned } from "../databases/ownership.ts";
import type { AccessLevel } from "@guestlist/contract";
import { closeSchemaToPublic, coverCreator, coverSchema } from "./coverage-steps.ts";
import type { Coverage } from "./coverage.ts";
import type { Desired, DesiredLogin } from "./desired.ts";
import {
  findDoubt,
  findOurs,
  findStranger,
  type Observed,
  type ObservedMembership,
  type ObservedRole,
} from "./observe.ts";
import { planOpening } from "./plan-opening.ts";
import type { Step } from "./step.ts";
import * as steps from "./steps.ts";

/** Steps to take, in order, and what stands in the way of the rest, in words. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly blocked: string | null;
}

const blockedBy = (reason: string): Plan => ({ steps: [], blocked: reason });

/** The database itself, its groups and its owner role. What is not ours is never touched, and said. */
export function planDatabase(desired: Desired, observed: Observed, openVerifier: (sealed: Buffer) => string): Plan {
  const stranger = strangerInTheWay(desired, observed);
  if (stranger !== null) return blockedBy(stranger);
  const { database } = observed;
  const owner = ownerRole(desired, observed);
  const planned: Step[] = [];
  if (desired.kind === "attached" && database?.joins_owner)
    planned.push(steps.joinOwner(database.owner, desired.dbname, observed.versionNum));
  if (desired.kind === "created" && owner.role === null)
    planned.push(steps.makePowerlessRole(owner.name, desired.owner.marker, observed));
  for (const group of [desired.readOnly, desired.readWrite])
    if (findOurs(observed, { oid: null, marker: group.marker }) === null)
      planned.push(steps.makePowerlessRole(group.name, group.marker, observed));
  if (database === null) planned.push(steps.createDatabase(desired.dbname, owner.name));
  planned.push(
    ...planOpening(desired, observed),
    ...guardDatabase(desired, observed, owner.name),
    ...guardOwner(desired, observed, owner),
  );
  for (const user of desired.users)
    if (user.protected && user.state === "making" && user.verifierSealed !== null && findOurs(observed, user) === null)
      planned.push(
        steps.createDatabaseUser(
          user,
          openVerifier(user.verifierSealed),
          owner.name,
          desired.dbname,
          observed.versionNum,
        ),
      );
  return { steps: planned, blocked: null };
}

/** The NOLOGIN role that `full` works as: found, or the name it will get. */
function ownerRole(
  desired: Desired,
  observed: Observed,
): { readonly name: string; readonly role: ObservedRole | null } {
  const role = findOwnerRole(desired, observed);
  if (role !== null) return { name: role.name, role };
  const [first, second] = desired.owner.names;
  return { name: findStranger(observed, { name: first, marker: desired.owner.marker }) ? second : first, role: null };
}

/** An attached database may have had a powerless owner before us: then it is known by its OID alone. */
export const findOwnerRole = (desired: Desired, observed: Observed): ObservedRole | null =>
  findOurs(observed, desired.owner) ??
  (desired.kind === "attached" && desired.owner.oid !== null
    ? (observed.roles.find((role) => role.oid === desired.owner.oid) ?? null)
    : null);

function strangerInTheWay(desired: Desired, observed: Observed): string | null {
  const { database } = observed;
  const doubt = findDoubt(observed, desired.owner);
  if (doubt !== null) return doubt;
  const owner = findOurs(observed, desired.owner);
  if (desired.kind === "created" && database !== null && database.owner_oid !== owner?.oid)
    return desired.state === "making"
      ? `A database named ${desired.dbname} exists on that server already.`
      : `The database ${desired.dbname} on that server belongs to ${database.owner}, not to the role that Guestlist made.`;
  if (database === null && (desired.kind === "attached" || desired.state !== "making"))
    return `The database ${desired.dbname} is not on its server any more.`;
  for (const wanted of [
    desired.readOnly,
    desired.readWrite,
    ...desired.users.filter((user) => user.protected && user.state === "making"),
  ])
    if (findStranger(observed, wanted) !== null)
      return `A role named ${wanted.name} exists on that server already, and is not Guestlist's.`;
  return null;
}

function guardDatabase(desired: Desired, observed: Observed, owner: string): Step[] {
  const { database } = observed;
  const mayConnect = (oid: number | undefined): boolean =>
    oid !== undefined && database !== null && database.connects.includes(oid);
  const groups = [desired.readOnly, desired.readWrite].filter(
    ({ marker }) => !mayConnect(findOurs(observed, { oid: null, marker })?.oid),
  );
  // Of its own database an owner may lose the right to connect, and whoever works as it with it.
  const lost = database !== null && isPowerlesslyOwned(desired) && !mayConnect(database.owner_oid) ? [owner] : [];
  const out = [...lost, ...groups.map(({ name }) => name)];
  const drift = desired.state === "making" ? undefined : `everybody was let connect to ${desired.dbname}`;
  return [
    ...(database === null || database.public_connects
      ? [steps.closeDatabaseToPublic(desired.dbname, database?.relying_on_public ?? [], drift)]
      : []),
    ...(out.length > 0
      ? [
          steps.letConnect(
            desired.dbname,
            out,
            desired.state === "making" ? undefined : `${out.join(" and ")} could not connect to ${desired.dbname}`,
          ),
        ]
      : []),
  ];
}

/** The owner role must never log in, and reads and writes what other owners made in the database, as read-write does. */
function guardOwner(
  desired: Desired,
  observed: Observed,
  owner: { readonly name: string; readonly role: ObservedRole | null },
): Step[] {
  if (!isPowerlesslyOwned(desired)) return [];
  const { role, name } = owner;
  const writes = role?.memberships.some((membership) => membership.role === desired.readWrite.name) ?? false;
  const join: Step = {
    kind: "grant-group",
    description: `Let ${name} use what others own in ${desired.dbname}`,
    on: "server",
    sql: [steps.grantMembership(desired.readWrite.name, name, false, observed.versionNum)],
  };
  const ours = findOurs(observed, desired.owner);
  const lost = ours !== null && ours.comment !== desired.owner.marker;
  return [
    ...(lost ? [steps.restoreMarker(ours, desired.owner.marker)] : []),
    ...(writes ? [] : [join]),
    ...(ours !== null && isAwake(ours) ? [steps.putOwnerToSleep(ours, desired.dbname)] : []),
  ];
}

/** What a role that only holds privileges has beyond that. A password or a setting opens nothing by itself, and waits for LOGIN. */
const isAwake = (role: ObservedRole): boolean =>
  role.can_login ||
  role.has_password === true ||
  [role.attributes, role.global_settings, role.settings].some((had) => had.length > 0);

/** The level groups are members of nothing, and nobody logs in as one. Each step for itself: no other waits for one that is refused. */
export function planGroups(desired: Desired, observed: Observed): Step[] {
  return [desired.readOnly, desired.readWrite].flatMap((wanted) => {
    const group = findOurs(observed, { oid: null, marker: wanted.marker });
    if (group === null) return [];
    const joined = group.memberships.length > 0;
    return [
      ...(isAwake(group) ? [steps.putGroupToSleep(group, desired.dbname)] : []),
      ...(joined ? [steps.takeFromGroup(group, membersOf(group, observed), observed.versionNum)] : []),
    ];
  });
}

/** Whose sessions may work as whatever the group was a member of: since 16 a member of it may not SET ROLE. */
const membersOf = ({ oid }: ObservedRole, { roles, versionNum }: Observed): readonly number[] =>
  versionNum >= 160000
    ? []
    : roles.flatMap((role) => (role.memberships.some(({ role_oid: of }) => of === oid) ? [role.oid] : []));

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
    thenEnd: strange ? [role.oid] : [],
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

/** What the two groups lack in the database; `schema` where the step is about one. */
export function planCoverage(
  desired: Desired,
  coverage: Coverage,
  databaseOwner: string | null = null,
): readonly { readonly schema: string | null; readonly step: Step }[] {
  const [readOnly, readWrite] = [desired.readOnly.name, desired.readWrite.name];
  const drift =
    desired.state === "making" ? undefined : `everybody was let create in the schema public of ${desired.dbname}`;
  const newOwner = desired.kind === "created" ? databaseOwner : null;
  const { publicCreates, relyingOnPublic, schemas, creators } = coverage;
  return [
    ...publicCreates.map((schema) => ({
      schema,
      step: closeSchemaToPublic(schema, relyingOnPublic, newOwner, drift),
    })),
    ...schemas.map((wanted) => ({ schema: wanted.schema, step: coverSchema(wanted, readOnly, readWrite) })),
    ...creators.map((creator) => ({ schema: null, step: coverCreator(creator, readOnly, readWrite) })),
  ];
}

const rank: Record<AccessLevel, number> = { "read-only": 0, "read-write": 1, full: 2 };

/** A session keeps what it took by SET ROLE: when a level falls, the sessions that began before it have to end. */
export const levelFell = (login: Pick<DesiredLogin, "access" | "seenAccess">): boolean =>
  login.seenAccess !== null && rank[login.seenAccess] > rank[login.access];
