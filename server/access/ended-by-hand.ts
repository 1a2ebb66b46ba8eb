import { beginEndByHand } from "../collaborators/ending.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Run } from "./run.ts";

/**
 * Somebody has run the closing SQL while Guestlist could not: the marker on the role says so. The list follows, and the
 * reconciler goes on to prove and to clean up as after any revoke.
 * @returns true when an access began to end
 */
export async function followEndsByHand(run: Run, admin: AdminConnection): Promise<boolean> {
  const { loaded, platform } = run;
  const open = loaded.logins.filter((login) => login.state === "making" || login.state === "ready");
  if (open.length === 0) return false;
  const ended = await admin.query<{ login_id: string }>(
    `select substr(description, 17, 36) as login_id from pg_shdescription
     where classoid = 'pg_authid'::regclass and description like 'guestlist login %, ended by hand'`,
  );
  let begun = false;
  for (const { login_id: id } of ended) {
    const collaboratorId = open.find((login) => login.id === id)?.collaborator_id ?? null;
    if (collaboratorId === null) continue;
    await run.before("record");
    begun = (await platform.db.transaction().execute((tx) => beginEndByHand(tx, collaboratorId))) || begun;
  }
  return begun;
}
