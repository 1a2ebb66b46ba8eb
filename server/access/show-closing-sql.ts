import { endpoints } from "@guestlist/contract";
import { findOne } from "../collaborators/queries.ts";
import { forDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { closingSql } from "./closing-sql.ts";
import { listClosingTargets } from "./closing-sql-queries.ts";

/** The SQL that ends one access by hand; the same that is kept in the data folder for when Guestlist is down. */
export const showClosingSql = forDatabase(endpoints.showClosingSql, async ({ tx, actor, grant, params }) => {
  const row = await findOne(tx, grant.database.id, params.id, actor.accountId);
  if (row === null) throw new Refusal("not_found", `There is no such collaborator of ${grant.database.name}.`);
  const targets = await listClosingTargets(tx, grant.database.id);
  const target = targets.find((each) => each.collaboratorId === row.id);
  if (target === undefined)
    throw new Refusal("login_not_ready", `${row.email} has no login in PostgreSQL that could be closed.`);
  return answer(200, { email: target.email, login_name: target.login.role_name, sql: closingSql(target) });
});
