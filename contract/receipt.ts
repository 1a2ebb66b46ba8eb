import { Type, type Static } from "typebox";
import type { Closure } from "./closure.ts";
import { Instant, nullable, shape } from "./shapes.ts";

/** One signed statement about a closure. It never changes; what is learned later is signed as another. */
export const SignedReceipt = shape({
  /** 1 is the closure itself. */
  statement: Type.Integer(),
  signed_at: Instant,
  /** SHA-256 of the public key's DER form, in hex. */
  key_id: Type.String(),
  /** JSON in ASCII, its last line ended: the signature is over exactly these bytes. */
  text: Type.String(),
  /** Ed25519, 64 bytes in base64. */
  signature: Type.String(),
});
export type SignedReceipt = Static<typeof SignedReceipt>;

export const ReceiptAnswer = shape({ receipt: SignedReceipt, earlier: Type.Array(SignedReceipt) });
export type ReceiptAnswer = Static<typeof ReceiptAnswer>;

export const ClosureKey = shape({
  key_id: Type.String(),
  /** PEM. */
  public_key: Type.String(),
  created_at: Instant,
  /** Nothing is signed with it since. */
  retired_at: nullable(Instant),
});
export type ClosureKey = Static<typeof ClosureKey>;

export const ClosureKeysAnswer = shape({ keys: Type.Array(ClosureKey) });

/** What the text of a receipt says. docs/receipts.md tells each field; evidence that is added later has fields of its own. */
export interface Receipt extends Omit<
  Closure,
  | "id"
  | "number"
  | "database"
  | "collaborator_id"
  | "email"
  | "username"
  | "reason"
  | "ended_by"
  | "login_name"
  | "role_oid"
  | "system_identifier"
  | "server_version"
  | "signature"
> {
  readonly format: string;
  /** The origin of PUBLIC_URL when it was signed. */
  readonly installation: string;
  readonly key_id: string;
  /** The closure's number. */
  readonly receipt: number;
  readonly statement: number;
  readonly signed_at: string;
  readonly closure_id: string;
  readonly database: { readonly id: string; readonly name: string; readonly dbname: string };
  readonly person: { readonly email: string; readonly username: string | null };
  readonly ended: { readonly reason: Closure["reason"]; readonly by: string | null };
  readonly login: { readonly name: string; readonly role_oid: number | null };
  readonly server: { readonly system_identifier: string; readonly version: string };
}
