import type { AnyCommand } from "../command.ts";
import { accessTimeline } from "./access-timeline.ts";
import { accountUpdate } from "./account-update.ts";
import { closuresDecide } from "./closures-decide.ts";
import { closuresKeys } from "./closures-keys.ts";
import { closuresShow } from "./closures-show.ts";
import { closuresSql } from "./closures-sql.ts";
import { closuresVerify } from "./closures-verify.ts";
import { closures } from "./closures.ts";
import { collaboratorsAdd } from "./collaborators-add.ts";
import { collaboratorsExport } from "./collaborators-export.ts";
import { collaboratorsLeave } from "./collaborators-leave.ts";
import { collaboratorsPreview } from "./collaborators-preview.ts";
import { collaboratorsRemove } from "./collaborators-remove.ts";
import { collaboratorsUpdate } from "./collaborators-update.ts";
import { collaborators } from "./collaborators.ts";
import { connection } from "./connection.ts";
import { coverage } from "./coverage.ts";
import { databaseAttach } from "./database-attach.ts";
import { databaseCreate } from "./database-create.ts";
import { databaseDelete } from "./database-delete.ts";
import { databaseOwnership } from "./database-ownership.ts";
import { databaseRename } from "./database-rename.ts";
import { databaseTransferWithdraw } from "./database-transfer-withdraw.ts";
import { databaseTransfer } from "./database-transfer.ts";
import { databaseUsersAdd } from "./database-users-add.ts";
import { databaseUsersDelete } from "./database-users-delete.ts";
import { databaseUsersResetPassword } from "./database-users-reset-password.ts";
import { databaseUsers } from "./database-users.ts";
import { databases } from "./databases.ts";
import { firewallRulesAdd } from "./firewall-rules-add.ts";
import { firewallRulesRemove } from "./firewall-rules-remove.ts";
import { firewallRules } from "./firewall-rules.ts";
import { invitationsAccept } from "./invitations-accept.ts";
import { invitationsDecline } from "./invitations-decline.ts";
import { invitationsResend } from "./invitations-resend.ts";
import { invitations } from "./invitations.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { psql } from "./psql.ts";
import { reviewDecide } from "./review-decide.ts";
import { reviewDiscard } from "./review-discard.ts";
import { reviewFinish } from "./review-finish.ts";
import { reviewShow } from "./review-show.ts";
import { reviewStart } from "./review-start.ts";
import { reviews } from "./reviews.ts";
import { sessionHistory } from "./session-history.ts";
import { sessionsEnd } from "./sessions-end.ts";
import { sessions } from "./sessions.ts";
import { timeline } from "./timeline.ts";
import { tokensCreate } from "./tokens-create.ts";
import { tokensEnd } from "./tokens-end.ts";
import { tokens } from "./tokens.ts";
import { transfersAccept } from "./transfers-accept.ts";
import { transfersDecline } from "./transfers-decline.ts";
import { transfers } from "./transfers.ts";
import { whoami } from "./whoami.ts";

/** Every command, under the heading that the help shows it with. */
export const commands: Readonly<Record<string, readonly AnyCommand[]>> = {
  "Collaborators:": [
    collaborators,
    collaboratorsAdd,
    collaboratorsUpdate,
    collaboratorsPreview,
    collaboratorsRemove,
    collaboratorsLeave,
    collaboratorsExport,
    invitationsResend,
    coverage,
  ],
  "Access reviews:": [reviews, reviewStart, reviewShow, reviewDecide, reviewFinish, reviewDiscard],
  "Your invitations:": [
    invitations,
    invitationsAccept,
    invitationsDecline,
    transfers,
    transfersAccept,
    transfersDecline,
  ],
  "Databases:": [
    databases,
    databaseCreate,
    databaseAttach,
    databaseRename,
    databaseTransfer,
    databaseTransferWithdraw,
    databaseDelete,
    databaseOwnership,
    databaseUsers,
    databaseUsersAdd,
    databaseUsersResetPassword,
    databaseUsersDelete,
    firewallRules,
    firewallRulesAdd,
    firewallRulesRemove,
  ],
  "Connecting:": [connection, psql],
  "What happened:": [
    timeline,
    accessTimeline,
    sessionHistory,
    closures,
    closuresShow,
    closuresDecide,
    closuresVerify,
    closuresKeys,
    closuresSql,
  ],
  "Your account:": [login, logout, whoami, accountUpdate, sessions, sessionsEnd, tokens, tokensCreate, tokensEnd],
};
