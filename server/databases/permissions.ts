import type { DatabasePermission, Standing } from "@guestlist/contract";

/**
 * Standing × permission, the one table. `full*`: collaborators with full access manage collaborators unless the owner
 * keeps that to themself. test/permissions.txt shows the same table endpoint by endpoint.
 */
const table: Record<DatabasePermission, readonly (Standing | "full*")[]> = {
  "database.show": ["owner", "full", "read-write", "read-only"],
  "database.change": ["owner"],
  "database.delete": ["owner"],
  "database.transfer": ["owner"],
  "transfer.answer": ["full", "read-write", "read-only"],
  "collaborators.list": ["owner", "full", "read-write", "read-only"],
  "collaborators.manage": ["owner", "full*"],
  "collaborators.leave": ["owner", "full", "read-write", "read-only"],
  "connection.use": ["owner", "full", "read-write", "read-only"],
  "closures.list": ["owner", "full*"],
  "closures.decide": ["owner", "full*"],
  "users.list": ["owner", "full", "read-write", "read-only"],
  "users.manage": ["owner", "full*"],
  "firewall.list": ["owner", "full", "read-write", "read-only"],
  "firewall.manage": ["owner", "full*"],
  "events.list": ["owner", "full", "read-write", "read-only"],
};

export function mayDo(standing: Standing, managedBy: "owner" | "full", permission: DatabasePermission): boolean {
  const allowed = table[permission];
  return allowed.includes(standing) || (standing === "full" && managedBy === "full" && allowed.includes("full*"));
}
