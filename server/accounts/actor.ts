import type { Endpoint } from "@guestlist/contract";
import type { Reader, Tx } from "../platform/control-database.ts";
import { errand, journey, type Asked, type Outcome } from "../platform/http/journey.ts";

/** The signed-in account, and by what it is signed in. */
export interface Actor {
  readonly accountId: string;
  readonly email: string;
  readonly emailFolded: string;
  readonly username: string;
  readonly verified: boolean;
  readonly createdAt: Date;
  readonly emailVerifiedAt: Date | null;
  readonly via: { readonly kind: "session" | "token"; readonly id: string };
}

/** A GET gets a connection as `tx`; everything else its own transaction. */
type TxOf<E extends Endpoint> = E["method"] extends "GET" ? Reader : Tx;

export type AnyoneCall<E extends Endpoint> = Asked<E> & { readonly tx: TxOf<E>; readonly actor: Actor | null };
export type AccountCall<E extends Endpoint> = Asked<E> & { readonly tx: TxOf<E>; readonly actor: Actor };
export type AnyoneErrand<E extends Endpoint> = Omit<AnyoneCall<E>, "tx">;
export type AccountErrand<E extends Endpoint> = Omit<AccountCall<E>, "tx">;

type Open = Endpoint & { permission: "anyone" };
type SignedIn = Endpoint & { permission: "account" };

export const forAnyone = <E extends Open, O extends Outcome<E>>(
  endpoint: E,
  run: (call: AnyoneCall<E>) => Promise<O>,
) => journey(endpoint, run);

export const forAccount = <E extends SignedIn, O extends Outcome<E>>(
  endpoint: E,
  run: (call: AccountCall<E>) => Promise<O>,
) => journey(endpoint, run);

export const errandForAnyone = <E extends Open, O extends Outcome<E>>(
  endpoint: E,
  run: (call: AnyoneErrand<E>) => Promise<O>,
) => errand(endpoint, run);

export const errandForAccount = <E extends SignedIn, O extends Outcome<E>>(
  endpoint: E,
  run: (call: AccountErrand<E>) => Promise<O>,
) => errand(endpoint, run);
