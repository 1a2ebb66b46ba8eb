import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { forDatabase } from "./grant.ts";
import { mayDo } from "./permissions.ts";
import { listUsers, type ListedUser } from "./user-queries.ts";

/** Logins of applications. Their names are no secret; who knows which password is for those who manage them. */
export const listDatabaseUsers = forDatabase(endpoints.listDatabaseUsers, async ({ tx, grant }) => {
  const { database, standing } = grant;
  const manages = mayDo(standing, database.collaborators_managed_by as "owner" | "full", "users.manage");
  const rows = await listUsers(tx, database.id);
  return answer(200, { users: rows.map((row) => view(row, manages)) });
});

const view = (row: ListedUser, manages: boolean): DatabaseUser => ({
  id: row.id,
  name: row.role_name,
  protected: row.protected,
  state: row.state as DatabaseUser["state"],
  password_changed_at: row.password_changed_at.toISOString(),
  known_to: manages ? row.known_to.map((each) => ({ ...each })) : null,
});
