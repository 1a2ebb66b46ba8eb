import { endpoints, type RevocationPreview } from "@guestlist/contract";
import type { CollaboratorRow } from "../collaborators/collaborator.ts";
import { findOne, listInvitedBy } from "../collaborators/queries.ts";
import { errandForDatabase, type Grant } from "../databases/grant.ts";
import { mayDo } from "../databases/permissions.ts";
import type { Platform } from "../platform/platform.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { withAdmin } from "./admin-connections.ts";
import { preview } from "./preview.ts";
import { findServer, type LoginRow } from "./queries.ts";
import { findLoginOf } from "./reading-queries.ts";

/** What a revoke would end, looked up now. One's own, or anybody's for those who manage collaborators. */
export const previewRevocation = errandForDatabase(
  endpoints.previewRevocation,
  async ({ platform, actor, grant, params }) => {
    const row = await findOne(platform.db, grant.database.id, params.id, actor.accountId);
    if (row === null) throw new Refusal("not_found", `There is no such collaborator of ${grant.database.name}.`);
    if (row.account_id !== actor.accountId && !manages(grant))
      throw new Refusal(
        "not_permitted",
        `Only those who manage the collaborators of ${grant.database.name} may see this.`,
      );
    const login = await findLoginOf(platform.db, row.id);
    return answer(200, await lookUp(platform, grant, row, login));
  },
);

const manages = ({ database, standing }: Grant): boolean =>
  mayDo(standing, database.collaborators_managed_by as "owner" | "full", "collaborators.manage");

async function lookUp(
  platform: Platform,
  grant: Grant,
  row: CollaboratorRow,
  login: LoginRow | undefined,
): Promise<RevocationPreview> {
  const { db, secrets } = platform;
  const invitations = row.account_id === null ? [] : await listInvitedBy(db, grant.database.id, row.account_id);
  const nothing = {
    login_name: login?.role_name ?? null,
    sessions: [],
    objects: [],
    memberships: 0,
    grants: 0,
    invitations,
  };
  const server = await findServer(db, grant.database.server_id);
  if (login?.role_oid == null || server === undefined) return { seen: true, ...nothing };
  const { role_oid: roleOid } = login;
  const seen = await withAdmin(server, secrets, (admin) => preview(admin, server, secrets, roleOid));
  return seen.ok ? { ...nothing, seen: true, ...seen.value } : { ...nothing, seen: false };
}
