import type { Static, TSchema } from "typebox";
import type { ErrorCode } from "./problem.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** What somebody may do with a database; `databases/permissions.ts` says which standing has which. */
export type DatabasePermission =
  | "database.show"
  | "database.change"
  | "database.delete"
  | "database.transfer"
  | "transfer.answer"
  | "collaborators.list"
  | "collaborators.manage"
  | "collaborators.leave"
  | "connection.use"
  | "closures.list"
  | "closures.decide"
  | "users.list"
  | "users.manage"
  | "firewall.list"
  | "firewall.manage"
  | "events.list";

/** Who may call an endpoint: everybody, every signed-in account, or an account with that permission on the `{database}`. */
export type Permission = "anyone" | "account" | DatabasePermission;

export interface Endpoint {
  readonly method: Method;
  /** `/v1/databases/:database`: the form of the router, colons mark parameters. */
  readonly path: string;
  readonly permission: Permission;
  readonly summary: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Where the answer is no JSON: it goes on until one side ends it. */
  readonly produces?: "text/event-stream";
  /** Success answers by status; 204 has no schema to speak of. */
  readonly response: { readonly [status: number]: TSchema };
  /** The answer is a file as text, to be kept as it is; `response` then has a string. */
  readonly file?: true;
  /** Codes of this endpoint beside those that every endpoint may answer with. */
  readonly errors: readonly ErrorCode[];
}

export const endpoint = <const E extends Endpoint>(definition: E): E => definition;

type StaticOf<S> = S extends TSchema ? Static<S> : undefined;
export type ParamsOf<E extends Endpoint> = StaticOf<E["params"]>;
export type QueryOf<E extends Endpoint> = StaticOf<E["query"]>;
export type BodyOf<E extends Endpoint> = StaticOf<E["body"]>;
export type AnswerOf<E extends Endpoint> = {
  [S in keyof E["response"] & number]: { status: S; body: StaticOf<E["response"][S]> };
}[keyof E["response"] & number];
