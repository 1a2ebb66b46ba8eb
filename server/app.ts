import type { FastifyInstance } from "fastify";
import type { TaskList } from "graphile-worker";
import { closeAdminConnections } from "./access/admin-connections.ts";
import { accessTasks, startAccessTasks } from "./access/tasks.ts";
import { showAccessTimeline } from "./access/access-timeline.ts";
import { showConnection } from "./access/connection.ts";
import { decideLeftover } from "./access/decide-leftover.ts";
import { listClosures } from "./access/list-closures.ts";
import { previewRevocation } from "./access/preview-revocation.ts";
import { resetUserPassword } from "./access/reset-user-password.ts";
import { rotatePassword } from "./access/rotate-password.ts";
import { showClosingSql } from "./access/show-closing-sql.ts";
import { showClosure } from "./access/show-closure.ts";
import { showCoverage } from "./access/show-coverage.ts";
import { showSessionHistory } from "./access/session-history.ts";
import { showReceipt } from "./access/show-receipt.ts";
import { prepareSigningKey } from "./access/signing-key.ts";
import type { Actor } from "./accounts/actor.ts";
import { changeAccount } from "./accounts/change-account.ts";
import { authenticate } from "./accounts/authenticate.ts";
import { changePassword } from "./accounts/change-password.ts";
import { confirmReset } from "./accounts/confirm-reset.ts";
import { createToken } from "./accounts/create-token.ts";
import { endSession } from "./accounts/end-session.ts";
import { endSessions } from "./accounts/end-sessions.ts";
import { endToken } from "./accounts/end-token.ts";
import { listSessions } from "./accounts/list-sessions.ts";
import { listTokens } from "./accounts/list-tokens.ts";
import { resetMail } from "./accounts/mails/reset.ts";
import { verificationMail } from "./accounts/mails/verification.ts";
import { requestReset } from "./accounts/request-reset.ts";
import { resendVerification } from "./accounts/resend-verification.ts";
import { showAccount } from "./accounts/show-account.ts";
import { showInstallation } from "./accounts/show-installation.ts";
import { signIn } from "./accounts/sign-in.ts";
import { signOut } from "./accounts/sign-out.ts";
import { signUp } from "./accounts/sign-up.ts";
import { verifyAddress } from "./accounts/verify-address.ts";
import { accept } from "./collaborators/accept.ts";
import { changeAccess } from "./collaborators/change-access.ts";
import { copyLink } from "./collaborators/copy-link.ts";
import { decline } from "./collaborators/decline.ts";
import { deleteDatabase } from "./collaborators/delete-database.ts";
import { exportCollaborators } from "./collaborators/export.ts";
import { invite } from "./collaborators/invite.ts";
import { listClosureKeys } from "./collaborators/list-closure-keys.ts";
import { listAll } from "./collaborators/list-all.ts";
import { listInvitations } from "./collaborators/list-invitations.ts";
import { declineTransfer } from "./collaborators/decline-transfer.ts";
import { listTransfers } from "./collaborators/list-transfers.ts";
import { transferAnsweredMail } from "./collaborators/mails/transfer-answered.ts";
import { transferOfferedMail } from "./collaborators/mails/transfer-offered.ts";
import { offerTransfer } from "./collaborators/offer-transfer.ts";
import { withdrawTransfer } from "./collaborators/withdraw-transfer.ts";
import { list } from "./collaborators/list.ts";
import { lookupInvitation } from "./collaborators/lookup-invitation.ts";
import { streamChanges } from "./collaborators/stream-changes.ts";
import { watchEnds } from "./collaborators/watch-ends.ts";
import { acceptedMail } from "./collaborators/mails/accepted.ts";
import { accessEndedMail } from "./collaborators/mails/access-ended.ts";
import { accessEndingMail } from "./collaborators/mails/access-ending.ts";
import { invitationMail } from "./collaborators/mails/invitation.ts";
import { recordExpired } from "./collaborators/record-expired.ts";
import { recordMailFailed } from "./collaborators/record-mail-failed.ts";
import { decideReview } from "./collaborators/reviews/decide.ts";
import { discardReview } from "./collaborators/reviews/discard.ts";
import { finishReview } from "./collaborators/reviews/finish.ts";
import { listReviews } from "./collaborators/reviews/list.ts";
import { showReviewDocument } from "./collaborators/reviews/show-document.ts";
import { showReview } from "./collaborators/reviews/show.ts";
import { startReview } from "./collaborators/reviews/start.ts";
import { resend } from "./collaborators/resend.ts";
import { revokeMany } from "./collaborators/revoke-many.ts";
import { revoke } from "./collaborators/revoke.ts";
import { showCollaborator } from "./collaborators/show.ts";
import { acceptTransfer } from "./access/accept-transfer.ts";
import { createDatabaseUser } from "./access/create-user.ts";
import { deleteDatabaseUser } from "./databases/delete-user.ts";
import { addFirewallRule } from "./databases/firewall/add.ts";
import { listFirewallRules } from "./databases/firewall/list.ts";
import { removeFirewallRule } from "./databases/firewall/remove.ts";
import { changeDatabase } from "./collaborators/change-database.ts";
import { checkDatabase } from "./databases/check.ts";
import { createDatabase } from "./databases/create.ts";
import type { Grant } from "./databases/grant.ts";
import { timeline } from "./databases/list-events.ts";
import { listDatabases } from "./databases/list.ts";
import { listDatabaseUsers } from "./databases/list-users.ts";
import { permit } from "./databases/permit.ts";
import { previewOwnership } from "./databases/preview-ownership.ts";
import { showDatabase } from "./databases/show.ts";
import { endpointCaller } from "./platform/http/call-endpoint.ts";
import type { Journey } from "./platform/http/journey.ts";
import { serveJourney, type Gate } from "./platform/http/stack.ts";
import { mailboxRoutes } from "./platform/mail/mailbox.ts";
import { createMailer } from "./platform/mail/mailer.ts";
import { sendMailTask } from "./platform/mail/send-mail.ts";
import type { Platform } from "./platform/platform.ts";
import { recurring, startRecurring } from "./platform/recurring.ts";
import { scalingoRoutes } from "./scalingo/routes.ts";

/** Every endpoint of the product; the contract says who may call it. */
export const journeys: readonly Journey[] = [
  // Accounts
  showInstallation,
  signUp,
  signIn,
  signOut,
  verifyAddress,
  resendVerification,
  requestReset,
  confirmReset,
  showAccount,
  changeAccount,
  listSessions,
  endSession,
  endSessions,
  changePassword,
  listTokens,
  createToken,
  endToken,
  // Databases
  listDatabases,
  createDatabase,
  checkDatabase,
  showDatabase,
  changeDatabase,
  previewOwnership,
  deleteDatabase,
  listDatabaseUsers,
  deleteDatabaseUser,
  listFirewallRules,
  addFirewallRule,
  removeFirewallRule,
  timeline,
  // Collaborators
  list,
  invite,
  showCollaborator,
  changeAccess,
  revoke,
  revokeMany,
  resend,
  copyLink,
  listReviews,
  startReview,
  showReview,
  decideReview,
  finishReview,
  discardReview,
  showReviewDocument,
  listAll,
  streamChanges,
  exportCollaborators,
  offerTransfer,
  withdrawTransfer,
  declineTransfer,
  listTransfers,
  listInvitations,
  lookupInvitation,
  accept,
  decline,
  // Access
  showConnection,
  showSessionHistory,
  showAccessTimeline,
  rotatePassword,
  createDatabaseUser,
  resetUserPassword,
  acceptTransfer,
  previewRevocation,
  showCoverage,
  showClosingSql,
  listClosures,
  showClosure,
  showReceipt,
  decideLeftover,
  listClosureKeys,
];

const gate: Gate<Actor, Grant> = { authenticate, permit };

export function routes(app: FastifyInstance, platform: Platform): void {
  for (const journey of journeys) serveJourney(app, platform, gate, journey);
  scalingoRoutes(app, platform, endpointCaller(platform, gate, journeys));
  mailboxRoutes(app, platform);
}

const mails = [
  transferOfferedMail,
  transferAnsweredMail,
  invitationMail,
  acceptedMail,
  accessEndedMail,
  accessEndingMail,
  verificationMail,
  resetMail,
];

/** Every job of the product. */
export const tasks = (platform: Platform): TaskList => ({
  ...accessTasks(platform),
  "send-mail": sendMailTask(
    { ...platform, mail: createMailer(platform.config) },
    { templates: mails, onFailed: recordMailFailed },
  ),
  "watch-ends": () => watchEnds(platform),
  "record-expired": recurring(platform, "record-expired", 60_000, () => recordExpired(platform)),
});

/** Asks for the jobs that come back by themselves. */
export async function startTasks(platform: Platform): Promise<void> {
  await prepareSigningKey(platform);
  await startAccessTasks(platform);
  await startRecurring(platform, "record-expired");
}

/** At the end of the process: what the tasks and journeys kept open. */
export const stopTasks = closeAdminConnections;

export { loadSecrets } from "./access/load-secrets.ts";
