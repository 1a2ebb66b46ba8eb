/** One piece of the work that makes a server match: data, so that a plan can be shown, tested and counted. */
export interface Step {
  readonly kind: StepKind;
  /** In words, without a secret; `sql` may hold a verifier and is never logged. */
  readonly description: string;
  /** Which connection runs it: any of the server's, or one to the database itself. */
  readonly on: "server" | "database";
  /** One after another, in one transaction unless `outside`. */
  readonly sql: readonly string[];
  /**
   * A look, without parameters, that is asked for in the same message, after the commit: on a busy server each round trip
   * counts for somebody who waits for an end. Its rows come with the answer.
   */
  readonly thenAsk?: string;
  /** Not repeated when another session changes the same at that moment: its caller does better. */
  readonly once?: true;
  /** CREATE DATABASE and its like refuse a transaction. */
  readonly outside?: true;
  /** Whose login it is about. */
  readonly loginId?: string;
  /** What was found, when nobody asked for the difference that this step repairs. */
  readonly drift?: string;
  /** OIDs of roles whose sessions end after it: what it takes they may hold already, by SET ROLE or because it let them in. */
  readonly thenEnd?: readonly number[];
  /** May fail without the rest having to wait: said as a gap in what the levels cover. */
  readonly optional?: true;
}

export type StepKind =
  | "create-role"
  | "create-database"
  | "guard-database"
  | "grant-group"
  | "create-login"
  | "alter-login"
  | "set-level"
  | "take-back"
  | "cover-schema"
  | "cover-creator"
  | "guard-schema"
  | "refuse-logins"
  | "remove-memberships"
  | "drain"
  | "roll-back-prepared"
  | "prove"
  | "close-returned"
  | "record-closed"
  | "clean"
  | "drop-login"
  | "move-ownership"
  | "move-subscription"
  | "drop-database"
  | "drop-role"
  /** Of what was found and is stored beside no step of SQL. */
  | "record";
