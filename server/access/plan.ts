import { putGroupToSleep, putOwnerToSleep, takeFromGroup } from "./guard-steps.ts";
import { isPowerlesslyOwned } from "../databases/ownership.ts";
import { closeSchemaToPublic, coverCreator, coverSchema } from "./coverage-steps.ts";
import type { Coverage } from "./coverage.ts";
import type { Desired } from "./desired.ts";
import { findDoubt, findOurs, findStranger, type Observed, type ObservedRole } from "./observe.ts";
import { planOpening } from "./plan-opening.ts";
import type { Step } from "./step.ts";
import * as steps from "./steps.ts";

/** Steps to take, in order, and what stands in the way of the rest, in words. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly blocked: string | null;
}

export const blockedBy = (reason: string): Plan => ({ steps: [], blocked: reason });

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
    ...(ours !== null && isAwake(ours) ? [putOwnerToSleep(ours, desired.dbname)] : []),
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
      ...(isAwake(group) ? [putGroupToSleep(group, desired.dbname)] : []),
      ...(joined ? [takeFromGroup(group, membersOf(group, observed), observed.versionNum)] : []),
    ];
  });
}

/** Whose sessions may work as whatever the group was a member of: since 16 a member of it may not SET ROLE. */
const membersOf = ({ oid }: ObservedRole, { roles, versionNum }: Observed): readonly number[] =>
  versionNum >= 160000
    ? []
    : roles.flatMap((role) => (role.memberships.some(({ role_oid: of }) => of === oid) ? [role.oid] : []));

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
