import * as closure from "../closure.ts";
import * as leftover from "../leftover.ts";
import * as receipt from "../receipt.ts";
import * as connection from "../connection.ts";
import * as coverage from "../coverage.ts";
import * as database from "../database.ts";
import * as databaseUser from "../database-user.ts";
import { endpoint } from "../endpoint.ts";
import * as history from "../history.ts";
import { CollaboratorParams, DatabaseParams, LeftoverParams, PageQuery } from "../shapes.ts";
import { oneCollaborator, oneDatabase } from "./paths.ts";

/** One's own login, and the receipts of ended accesses. */
export const accessEndpoints = {
  showConnection: endpoint({
    method: "GET",
    path: `${oneDatabase}/connection`,
    permission: "connection.use",
    summary: "The caller's own login, and how to connect with it",
    params: DatabaseParams,
    response: { 200: connection.ConnectionAnswer },
    errors: [],
  }),
  rotatePassword: endpoint({
    method: "POST",
    path: `${oneDatabase}/connection/password`,
    permission: "connection.use",
    summary: "A new password for the caller's own login, shown once",
    params: DatabaseParams,
    response: { 201: connection.NewPasswordAnswer },
    errors: ["login_not_ready", "server_does_not_answer"],
  }),

  showSessionHistory: endpoint({
    method: "GET",
    path: `${oneDatabase}/session-history`,
    permission: "connection.use",
    summary: "Sessions of each person over the last day, every five minutes; one's own alone, unless one manages",
    params: DatabaseParams,
    response: { 200: history.SessionHistoryAnswer },
    errors: [],
  }),
  showAccessTimeline: endpoint({
    method: "GET",
    path: `${oneDatabase}/access-timeline`,
    permission: "closures.list",
    summary: "Who had access when: each access from its acceptance to its closure, newest first",
    params: DatabaseParams,
    response: { 200: history.AccessTimelineAnswer },
    errors: [],
  }),

  listDatabaseUsers: endpoint({
    method: "GET",
    path: `${oneDatabase}/users`,
    permission: "users.list",
    summary: "Logins of applications; for those who manage them, also who knows the password of each",
    params: DatabaseParams,
    response: { 200: databaseUser.DatabaseUsersAnswer },
    errors: [],
  }),
  createDatabaseUser: endpoint({
    method: "POST",
    path: `${oneDatabase}/users`,
    permission: "users.manage",
    summary: "Make a login for an application; its password is shown once. Waits up to 5 s until it can be used",
    params: DatabaseParams,
    body: databaseUser.CreateDatabaseUserBody,
    response: { 201: databaseUser.CreateDatabaseUserAnswer },
    errors: [
      "invalid_name",
      "name_taken",
      "unknown_access_level",
      "full_needs_ownership_move",
      "weak_password",
      "database_not_ready",
    ],
  }),
  deleteDatabaseUser: endpoint({
    method: "DELETE",
    path: `${oneDatabase}/users/:id`,
    permission: "users.manage",
    summary: "End an application's login, by id or name, and drop its role. Waits up to 5 s",
    params: CollaboratorParams,
    body: databaseUser.DeleteDatabaseUserBody,
    response: { 200: databaseUser.DeleteDatabaseUserAnswer, 202: databaseUser.DeleteDatabaseUserAnswer },
    errors: ["protected_user", "confirm_name"],
  }),
  resetUserPassword: endpoint({
    method: "POST",
    path: `${oneDatabase}/users/:id/password`,
    permission: "users.manage",
    summary: "A new password for an application's login, by id or name, shown once; its sessions are ended",
    params: CollaboratorParams,
    body: databaseUser.ResetUserPasswordBody,
    response: { 201: databaseUser.NewUserPasswordAnswer },
    errors: ["login_not_ready", "server_does_not_answer", "weak_password"],
  }),

  acceptTransfer: endpoint({
    method: "POST",
    path: `${oneDatabase}/transfer/accept`,
    permission: "transfer.answer",
    summary: "Become the owner, as the collaborator whom the owner named",
    params: DatabaseParams,
    response: { 200: database.DatabaseAnswer },
    errors: ["no_transfer", "full_needs_ownership_move"],
  }),

  showCoverage: endpoint({
    method: "GET",
    path: `${oneDatabase}/coverage`,
    permission: "collaborators.manage",
    summary: "What read-only and read-write reach in the database, as PostgreSQL says, and what they do not",
    params: DatabaseParams,
    response: { 200: coverage.CoverageAnswer },
    errors: [],
  }),

  showClosingSql: endpoint({
    method: "GET",
    path: `${oneCollaborator}/closing-sql`,
    permission: "collaborators.manage",
    summary: "The SQL that ends an access by hand, for when Guestlist cannot",
    params: CollaboratorParams,
    response: { 200: closure.ClosingSqlAnswer },
    errors: ["login_not_ready"],
  }),

  listClosures: endpoint({
    method: "GET",
    path: `${oneDatabase}/closures`,
    permission: "closures.list",
    summary: "Closure receipts, newest first",
    params: DatabaseParams,
    query: PageQuery,
    response: { 200: closure.ClosuresAnswer },
    errors: [],
  }),
  showClosure: endpoint({
    method: "GET",
    path: `${oneDatabase}/closures/:id`,
    permission: "closures.list",
    summary: "One closure receipt, by id or number",
    params: CollaboratorParams,
    response: { 200: closure.ClosureAnswer },
    errors: [],
  }),
  showReceipt: endpoint({
    method: "GET",
    path: `${oneDatabase}/closures/:id/receipt`,
    permission: "closures.list",
    summary: "A closure receipt as it was signed: the newest statement, and those before it",
    params: CollaboratorParams,
    response: { 200: receipt.ReceiptAnswer },
    errors: [],
  }),
  decideLeftover: endpoint({
    method: "POST",
    path: `${oneDatabase}/closures/:id/could-still-use/:item`,
    permission: "closures.decide",
    summary:
      "Rotate, remove or keep one thing that the person of a closure could still use; signed as a further statement",
    params: LeftoverParams,
    body: leftover.DecideBody,
    response: { 200: closure.DecidedAnswer },
    errors: ["cannot_decide", "login_not_ready", "server_does_not_answer"],
  }),
  listClosureKeys: endpoint({
    method: "GET",
    path: "/v1/closure-keys",
    permission: "anyone",
    summary: "Public keys that check closure receipts, newest first; retired ones stay",
    response: { 200: receipt.ClosureKeysAnswer },
    errors: [],
  }),
} as const;
