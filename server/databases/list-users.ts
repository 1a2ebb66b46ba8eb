import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { userView, type UsersReader } from "./database-user.ts";
import { forDatabase, type Grant } from "./grant.ts";
import { mayDo } from "./permissions.ts";
import { listUsers } from "./user-queries.ts";
import { whyNotUsers } from "./view.ts";

/** Logins of applications. Their names are no secret; who knows which password is for those who manage them. */
export const listDatabaseUsers = forDatabase(endpoints.listDatabaseUsers, async ({ tx, grant }) => {
  const rows = await listUsers(tx, grant.database.id);
  return answer(200, { users: rows.map((row) => userView(row, usersReaderOf(grant))) });
});

export function usersReaderOf({ database, standing }: Grant): UsersReader {
  const manages = mayDo(standing, database.collaborators_managed_by as "owner" | "full", "users.manage");
  const ending = database.state === "deleting" ? `${database.name} is being deleted.` : null;
  return { manages, whyNot: ending ?? (manages ? null : whyNotUsers(database, standing)) };
}
