import { endpoints, type RevocationPreview } from "@guestlist/contract";
import type { CollaboratorRow } from "../collaborators/collaborator.ts";
import { findOne } from "../collaborators/queries.ts";
import { refusedWithoutRow } from "../collaborators/revoke.ts";
import { listInvitedBy } from "../collaborators/invitation-queries.ts";
import { errandForDatabase, type Grant } from "../databases/grant.ts";
import { mayDo } from "../databases/permissions.ts";
import type { Platform } from "../platform/platform.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { withAdmin } from "./admin-connections.ts";
import { couldStillUse } from "./could-still-use.ts";
import { wasFull } from "./leftover-queries.ts";
import { preview } from "./preview.ts";
import { findServer, type LoginRow } from "./queries.ts";
import { countApiTokens, emailsOfLogins, findLoginOf } from "./reading-queries.ts";

/** What a revoke would end, looked up now. One's own, or anybody's for those who manage collaborators. */
export const previewRevocation = errandForDatabase(
  endpoints.previewRevocation,
  async ({ platform, actor, grant, params }) => {
    const row = await findOne(platform.db, grant.database.id, params.id, actor.accountId);
    if (row === null) throw refusedWithoutRow(params.id, actor, grant);
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
  const known = {
    login_name: login?.role_name ?? null,
    invitations: row.account_id === null ? [] : await listInvitedBy(db, grant.database.id, row.account_id),
    api_tokens: row.account_id === null ? 0 : await countApiTokens(db, row.account_id),
  };
  const server = await findServer(db, grant.database.server_id);
  if (login === undefined || server === undefined) return { seen: true, ...known, ...nothing, could_still_use: null };
  const could_still_use = await couldStillUse(platform, server, grant.database, login);
  if (login.role_oid === null) return { seen: true, ...known, ...nothing, could_still_use };
  const { role_oid: roleOid } = login;
  const workedAs = (await wasFull(db, login)) ? grant.database.owner_role : null;
  const seen = await withAdmin(server, secrets, (admin) => preview(admin, server, secrets, roleOid, workedAs));
  if (!seen.ok) return { seen: false, ...known, ...nothing, could_still_use };
  const people = await emailsOfLogins(
    db,
    grant.database.id,
    seen.value.given.map(({ to }) => to),
  );
  const given = seen.value.given.map((each) => ({ ...each, email: people.get(each.to) ?? null }));
  return { seen: true, ...known, ...seen.value, given, could_still_use };
}

const nothing = {
  not_seen: [],
  sessions: [],
  objects: [],
  locks: [],
  prepared_transactions: [],
  owner_prepared_transactions: [],
  subscriptions: [],
  user_mappings: [],
  memberships: 0,
  grants: 0,
  given: [],
  given_count: 0,
  security_definer_functions: [],
};
