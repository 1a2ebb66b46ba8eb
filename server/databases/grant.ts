import type { DatabasePermission, Endpoint, Standing } from "@guestlist/contract";
import type { Selectable } from "kysely";
import type { AccountCall, AccountErrand } from "../accounts/actor.ts";
import { errand, journey, type Outcome } from "../platform/http/journey.ts";
import type { Tables } from "../platform/tables.ts";

export type DatabaseRow = Selectable<Tables["databases"]>;
export type ServerRow = Selectable<Tables["servers"]>;

/** What the permission check found: the database of the path, and what the actor is to it. */
export interface Grant {
  readonly database: DatabaseRow;
  readonly standing: Standing;
}

export type DatabaseCall<E extends Endpoint> = AccountCall<E> & { readonly grant: Grant };
export type DatabaseErrand<E extends Endpoint> = AccountErrand<E> & { readonly grant: Grant };

type OnDatabase = Endpoint & { permission: DatabasePermission };

export const forDatabase = <E extends OnDatabase, O extends Outcome<E>>(
  endpoint: E,
  run: (call: DatabaseCall<E>) => Promise<O>,
) => journey(endpoint, run);

export const errandForDatabase = <E extends OnDatabase, O extends Outcome<E>>(
  endpoint: E,
  run: (call: DatabaseErrand<E>) => Promise<O>,
) => errand(endpoint, run);
