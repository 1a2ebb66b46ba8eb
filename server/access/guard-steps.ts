import type { ObservedRole } from "./observe.ts";
import { quoteIdent } from "./quote.ts";
import type { Step } from "./step.ts";
import { revokeMembership, without } from "./steps.ts";

/** A person who works as the owner role can give it a password and settings; it must not be able to log in with them. */
export const putOwnerToSleep = (role: ObservedRole, dbname: string): Step => ({
  ...putToSleep(role, dbname),
  description: `Take back what was changed on the owner role ${role.name}, and end its sessions`,
  drift: role.can_login ? `the owner role ${role.name} could log in` : `the owner role ${role.name} was changed`,
});

export const putGroupToSleep = (role: ObservedRole, dbname: string): Step => ({
  ...putToSleep(role, dbname),
  description: `Take back what was changed on the role ${role.name}, and end its sessions`,
  drift: role.can_login ? `the role ${role.name} could log in` : `the role ${role.name} was changed`,
});

const putToSleep = (role: ObservedRole, dbname: string): Pick<Step, "kind" | "on" | "sql" | "thenEnd"> => ({
  kind: "alter-login",
  on: "server",
  sql: [
    `ALTER ROLE ${quoteIdent(role.name)} NOLOGIN${without(role.attributes)} PASSWORD NULL`,
    `ALTER ROLE ${quoteIdent(role.name)} RESET ALL`,
    `ALTER ROLE ${quoteIdent(role.name)} IN DATABASE ${quoteIdent(dbname)} RESET ALL`,
  ],
  thenEnd: [role.oid],
});

/** What a group is a member of, everybody of its level may use. */
export const takeFromGroup = (group: ObservedRole, members: readonly number[], versionNum: number): Step => ({
  kind: "set-level",
  description: `Take ${group.name} out of what it was made a member of${members.length > 0 ? ", and end its members' sessions" : ""}`,
  on: "server",
  sql: group.memberships.map(({ role, grantor }) => revokeMembership(role, group.name, grantor, versionNum)),
  thenEnd: members,
  drift: `the role ${group.name} was made a member of ${group.memberships.map(({ role }) => role).join(" and ")}`,
});
