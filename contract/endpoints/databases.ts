import * as database from "../database.ts";
import * as event from "../event.ts";
import { endpoint } from "../endpoint.ts";
import { DatabaseParams, PageQuery } from "../shapes.ts";
import { oneDatabase } from "./paths.ts";

/** The shared databases, and what happened in them. */
export const databasesEndpoints = {
  listDatabases: endpoint({
    method: "GET",
    path: "/v1/databases",
    permission: "account",
    summary: "Databases one owns or may use",
    query: PageQuery,
    response: { 200: database.DatabasesAnswer },
    errors: [],
  }),
  createDatabase: endpoint({
    method: "POST",
    path: "/v1/databases",
    permission: "account",
    summary: "Create a database on the configured server, or attach an existing one by `url`",
    body: database.CreateDatabaseBody,
    response: { 201: database.CreateDatabaseAnswer },
    errors: [
      "invalid_name",
      "name_taken",
      "already_attached",
      "attach_refused",
      "cannot_create",
      "server_does_not_answer",
      "address_not_verified",
    ],
  }),
  checkDatabase: endpoint({
    method: "POST",
    path: "/v1/databases/check",
    permission: "account",
    summary: "What an admin connection can and cannot do; nothing is saved",
    body: database.CheckDatabaseBody,
    response: { 200: database.CheckDatabaseAnswer },
    errors: ["attach_refused", "address_not_verified"],
  }),
  showDatabase: endpoint({
    method: "GET",
    path: oneDatabase,
    permission: "database.show",
    summary: "One database",
    params: DatabaseParams,
    response: { 200: database.DatabaseAnswer },
    errors: [],
  }),
  changeDatabase: endpoint({
    method: "PATCH",
    path: oneDatabase,
    permission: "database.change",
    summary: "Rename it, change who may manage the collaborators, or who owns an attached database in PostgreSQL",
    params: DatabaseParams,
    body: database.ChangeDatabaseBody,
    response: { 200: database.DatabaseAnswer },
    errors: [
      "invalid_name",
      "name_taken",
      "database_not_ready",
      "cannot_move_ownership",
      "full_needs_ownership_move",
      "server_does_not_answer",
    ],
  }),
  previewOwnership: endpoint({
    method: "GET",
    path: `${oneDatabase}/ownership-preview`,
    permission: "database.change",
    summary: "What moving the ownership of an attached database, or returning it, would change; looked up now",
    params: DatabaseParams,
    query: database.OwnershipPreviewQuery,
    response: { 200: database.OwnershipPreviewAnswer },
    errors: ["cannot_move_ownership", "server_does_not_answer"],
  }),
  deleteDatabase: endpoint({
    method: "DELETE",
    path: oneDatabase,
    permission: "database.delete",
    summary: "End every access and take the database off Guestlist; with `data=drop` a created one is dropped",
    params: DatabaseParams,
    query: database.DeleteDatabaseQuery,
    body: database.DeleteDatabaseBody,
    response: { 200: database.DeleteDatabaseAnswer, 202: database.DeleteDatabaseAnswer },
    errors: ["confirm_name", "database_not_ready"],
  }),

  listEvents: endpoint({
    method: "GET",
    path: `${oneDatabase}/events`,
    permission: "events.list",
    summary: "What happened to the database, newest first",
    params: DatabaseParams,
    query: event.EventsQuery,
    response: { 200: event.EventsAnswer },
    errors: [],
  }),
} as const;
