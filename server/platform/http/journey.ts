import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from "@guestlist/contract";
import type { Platform } from "../platform.ts";

/** One request to an endpoint, validated against the contract. */
export interface Asked<E extends Endpoint> {
  readonly platform: Platform;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly requestId: string;
  readonly client: Client;
  readonly session: SessionCookie;
  /** For an endpoint that answers with a file: its name and media type. */
  readonly answerAsFile: (name: string, type: string) => void;
}

/** Who is at the other end, as far as the network tells. */
export interface Client {
  /** The socket's address, or the forwarded one behind TRUST_PROXY. */
  readonly address: string;
  readonly userAgent: string | null;
}

export interface SessionCookie {
  readonly token: string | null;
  set(token: string, expires: Date): void;
  clear(): void;
}

/**
 * How a journey meets the control database: `transaction` runs in one; `read` needs none, being a GET; `errand` opens
 * its own, because it contacts a shared database or waits, and no control transaction may stay open meanwhile.
 */
export type Mode = "transaction" | "read" | "errand";

/** An endpoint and what serves it. `run`'s context depends on the endpoint's permission; the stack fills it in. */
export interface Journey {
  readonly endpoint: Endpoint;
  readonly mode: Mode;
  readonly run: (context: never) => Promise<Answer | AfterCommit>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What a journey still does once its transaction has committed: wait for the reconciler, mostly. */
export class AfterCommit<A extends Answer = Answer> {
  readonly finish: () => Promise<A>;
  constructor(run: () => Promise<A>) {
    this.finish = run;
  }
}

/** What a journey of that endpoint comes to; the second form still has something to do after its commit. */
export type Outcome<E extends Endpoint> = AnswerOf<E> | AfterCommit<AnswerOf<E>>;

export const journey = <C>(endpoint: Endpoint, run: (context: C) => Promise<Answer | AfterCommit>): Journey => ({
  endpoint,
  mode: endpoint.method === "GET" ? "read" : "transaction",
  run,
});

export const errand = <C>(endpoint: Endpoint, run: (context: C) => Promise<Answer | AfterCommit>): Journey => ({
  endpoint,
  mode: "errand",
  run,
});

/** An answer of a journey; keeps the status a literal, which the contract is checked by. */
export const answer = <S extends number, B>(status: S, body: B): { status: S; body: B } => ({ status, body });
