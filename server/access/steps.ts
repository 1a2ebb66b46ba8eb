import type { AccessLevel } from "@guestlist/contract";
import type { Desired, DesiredLogin } from "./desired.ts";
import type { Observed, ObservedMembership, ObservedRole } from "./observe.ts";
import { quoteIdent, quoteList, quoteLiteral } from "./quote.ts";
import type { Step } from "./step.ts";

/** One person opening connections must not be able to lock everybody else out. */
export const connectionLimit = 20;

const powerless = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";

/** A role and its marker appear together, or not at all. */
const createRole = (name: string, options: string, marker: string): string[] => [
  `CREATE ROLE ${quoteIdent(name)} ${options}`,
  `COMMENT ON ROLE ${quoteIdent(name)} IS ${quoteLiteral(marker)}`,
];

/** A group or owner role: it holds privileges, and nobody logs in as it. */
export const makePowerlessRole = (name: string, marker: string, server: Observed): Step => ({
  kind: "create-role",
  description: `Make the role ${name}, which cannot log in`,
  on: "server",
  sql: [
    ...createRole(name, `NOLOGIN ${powerless}`, marker),
    // Before 16 whoever creates a role is no member of it; since then createrole_self_grant does this.
    ...(server.superuser || server.versionNum >= 160000 ? [] : [`GRANT ${quoteIdent(name)} TO CURRENT_USER`]),
  ],
});

/** What the owner grants counts for as long as it owns the database, so this is not for the moment alone. */
export const joinOwner = (owner: string, dbname: string, versionNum: number): Step => ({
  kind: "grant-group",
  description: `Make the admin connection a member of ${owner}, which owns ${dbname}`,
  on: "server",
  sql: [`GRANT ${quoteIdent(owner)} TO CURRENT_USER${versionNum >= 160000 ? " WITH INHERIT TRUE, SET TRUE" : ""}`],
});

/** Membership with the privileges used at once; `set` says whether SET ROLE works too. */
export function grantMembership(group: string, member: string, set: boolean, versionNum: number): string {
  const options = versionNum >= 160000 ? ` WITH INHERIT TRUE, SET ${set ? "TRUE" : "FALSE"}` : "";
  return `GRANT ${quoteIdent(group)} TO ${quoteIdent(member)}${options}`;
}

/** Since 16 each grantor's grant stands for itself: whoever revokes says whose. */
export function revokeMembership(group: string, member: string, grantor: string, versionNum: number): string {
  const by = versionNum >= 160000 ? ` GRANTED BY ${quoteIdent(grantor)}` : "";
  return `REVOKE ${quoteIdent(group)} FROM ${quoteIdent(member)}${by} CASCADE`;
}

export const createDatabase = (dbname: string, owner: string): Step => ({
  kind: "create-database",
  description: `Create the database ${dbname}, owned by ${owner}`,
  on: "server",
  outside: true,
  sql: [`CREATE DATABASE ${quoteIdent(dbname)} OWNER ${quoteIdent(owner)} TEMPLATE template0`],
});

/** Whoever connected because everybody could keeps that by name, in the same transaction. */
export const closeDatabaseToPublic = (dbname: string, relying: readonly string[], drift?: string): Step => ({
  kind: "guard-database",
  description: `Let only those who were let in connect to ${dbname}`,
  on: "server",
  sql: [
    ...(relying.length > 0
      ? [`GRANT CONNECT, TEMPORARY ON DATABASE ${quoteIdent(dbname)} TO ${quoteList(relying)}`]
      : []),
    `REVOKE CONNECT, TEMPORARY ON DATABASE ${quoteIdent(dbname)} FROM PUBLIC`,
  ],
  ...(drift && { drift }),
});

export const letConnect = (dbname: string, roles: readonly string[], drift?: string): Step => ({
  kind: "guard-database",
  description: `Let ${roles.join(" and ")} connect to ${dbname}`,
  on: "server",
  sql: [`GRANT CONNECT ON DATABASE ${quoteIdent(dbname)} TO ${quoteList(roles)}`],
  ...(drift && { drift }),
});

/** The application's own login: it works as the owner role, so that what it makes is the owner role's. */
export const createDatabaseUser = (
  user: { readonly name: string; readonly marker: string },
  verifier: string,
  owner: string,
  dbname: string,
  versionNum: number,
): Step => ({
  kind: "create-login",
  description: `Make the application's login ${user.name}`,
  on: "server",
  sql: [
    ...createRole(user.name, `LOGIN ${powerless} PASSWORD ${quoteLiteral(verifier)}`, user.marker),
    grantMembership(owner, user.name, true, versionNum),
    workAs(user.name, dbname, owner),
  ],
});

/** Without a verifier nobody can log in as it: that comes with a new password. */
export const createUser = (
  user: { readonly id: string; readonly name: string; readonly marker: string; readonly access: AccessLevel },
  verifier: string | null,
  level: Level,
  { versionNum, dbname }: { readonly versionNum: number; readonly dbname: string },
): Step => ({
  kind: "create-login",
  description: `Make the application's login ${user.name} with ${user.access} access`,
  on: "server",
  loginId: user.id,
  sql: [
    ...createRole(
      user.name,
      `LOGIN INHERIT ${powerless}${verifier === null ? "" : ` PASSWORD ${quoteLiteral(verifier)}`}`,
      user.marker,
    ),
    grantMembership(level.group, user.name, level.set, versionNum),
    ...(level.set ? [workAs(user.name, dbname, level.group)] : []),
  ],
});

export const restoreUser = (
  user: { readonly id: string; readonly name: string },
  role: ObservedRole,
  drift: string,
): Step => ({
  kind: "alter-login",
  description: `Set the application's login ${user.name} to what it may do${hasPowers(role) ? ", and end its sessions" : ""}`,
  on: "server",
  loginId: user.id,
  sql: [`ALTER ROLE ${quoteIdent(user.name)} LOGIN${without(role.attributes)}`],
  drift,
  thenEnd: hasPowers(role) ? [role.oid] : [],
});

/** Its sessions hold what is taken with its attributes. */
const hasPowers = ({ attributes }: ObservedRole): boolean => attributes.some((attribute) => attribute !== "NOINHERIT");

const workAs = (role: string, dbname: string, owner: string): string =>
  `ALTER ROLE ${quoteIdent(role)} IN DATABASE ${quoteIdent(dbname)} SET role = ${quoteLiteral(owner)}`;

/** What a level means in PostgreSQL: one membership, and for `full` working as the owner role. */
export interface Level {
  readonly group: string;
  readonly groupOid: number;
  readonly set: boolean;
}

/** Without a password nobody can log in as it: that comes when the person asks for one. */
export const createLogin = (login: DesiredLogin, level: Level, desired: Desired, versionNum: number): Step => ({
  kind: "create-login",
  description: `Make the login ${login.name} with ${login.access} access`,
  on: "server",
  loginId: login.id,
  sql: [
    ...createRole(login.name, loginOptions(login), login.marker),
    grantMembership(level.group, login.name, level.set, versionNum),
    ...(level.set ? [workAs(login.name, desired.dbname, level.group)] : []),
  ],
});

const loginOptions = (login: DesiredLogin): string => `LOGIN INHERIT ${powerless} ${loginLimits(login)}`;

const loginLimits = (login: DesiredLogin): string =>
  `CONNECTION LIMIT ${connectionLimit} VALID UNTIL ${quoteLiteral(login.until?.toISOString() ?? "infinity")}`;

/** A person's login or an application's, as far as its level goes. */
export type Leveled = Pick<DesiredLogin, "id" | "name" | "access">;

export const renameLogin = (role: ObservedRole, login: Leveled, drift: string): Step => ({
  kind: "alter-login",
  description: `Give the login ${login.name} its name back`,
  on: "server",
  loginId: login.id,
  sql: [`ALTER ROLE ${quoteIdent(role.name)} RENAME TO ${quoteIdent(login.name)}`],
  drift,
});

/** Of a role that is known by its OID and its name. */
export const restoreMarker = (role: Pick<ObservedRole, "name">, marker: string, loginId?: string): Step => ({
  kind: "alter-login",
  description: `Give the role ${role.name} its comment back`,
  on: "server",
  ...(loginId !== undefined && { loginId }),
  sql: [`COMMENT ON ROLE ${quoteIdent(role.name)} IS ${quoteLiteral(marker)}`],
  drift: `the role ${role.name} had lost the comment that says what it is`,
});

/** Only what was given is taken: before 16 an admin that is no superuser may not so much as name NOSUPERUSER. */
export const without = (attributes: readonly string[]): string =>
  attributes.map((attribute) => (attribute === "NOINHERIT" ? " INHERIT" : ` NO${attribute}`)).join("");

export const restoreAttributes = (login: DesiredLogin, role: ObservedRole, drift: string | undefined): Step => ({
  kind: "alter-login",
  description: `Set the login ${login.name} to what it may do${hasPowers(role) ? ", and end its sessions" : ""}`,
  on: "server",
  loginId: login.id,
  sql: [`ALTER ROLE ${quoteIdent(login.name)} LOGIN${without(role.attributes)} ${loginLimits(login)}`],
  thenEnd: hasPowers(role) ? [role.oid] : [],
  ...(drift && { drift }),
});

/** One transaction: there is no moment without access, and none with both levels. */
export function setLevel(
  login: Leveled,
  level: Level,
  change: {
    readonly extra: readonly ObservedMembership[];
    readonly missing: boolean;
    readonly drift?: string | undefined;
    readonly thenEnd: readonly number[];
  },
  desired: Desired,
  versionNum: number,
): Step {
  const role = quoteIdent(login.name);
  return {
    kind: "set-level",
    description: `Give the login ${login.name} ${login.access} access, and that alone${change.thenEnd.length > 0 ? ", and end its sessions" : ""}`,
    on: "server",
    loginId: login.id,
    sql: [
      ...change.extra.map((extra) => revokeMembership(extra.role, login.name, extra.grantor, versionNum)),
      ...(change.missing ? [grantMembership(level.group, login.name, level.set, versionNum)] : []),
      level.set
        ? workAs(login.name, desired.dbname, level.group)
        : `ALTER ROLE ${role} IN DATABASE ${quoteIdent(desired.dbname)} RESET role`,
    ],
    thenEnd: change.thenEnd,
    ...(change.drift && { drift: change.drift }),
  };
}
