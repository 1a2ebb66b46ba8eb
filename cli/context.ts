import { call, type AnswerOf, type Endpoint, type Input, type WireAnswer, type WireRequest } from "@guestlist/contract";
import { readCredentials, type Credentials } from "./credentials.ts";
import { Failure, UsageFailure } from "./failure.ts";
import type { Output } from "./output.ts";
import { bearing, send } from "./transport.ts";

export interface GlobalOptions {
  readonly database?: string;
  readonly json?: boolean;
}

/** What every command works with: where the server is, who asks, which database, and where words go. */
export class Context {
  /** As the program was called; examples and hints start with it. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly out: Output;
  /** Print the API's document instead of words. */
  readonly json: boolean;
  readonly #database: string | undefined;
  #saved: Credentials | null | undefined;

  constructor(program: string, env: NodeJS.ProcessEnv, out: Output, options: GlobalOptions) {
    this.program = program;
    this.env = env;
    this.out = out;
    this.json = options.json === true;
    this.#database = options.database ?? env["GUESTLIST_DATABASE"];
  }

  /** Name or id as it was typed. Throws UsageFailure where none was. */
  get database(): string {
    const typed = this.databaseIfAny;
    if (typed === undefined) {
      throw new UsageFailure("Which database? Add --database NAME, or set GUESTLIST_DATABASE.");
    }
    return typed;
  }

  get databaseIfAny(): string | undefined {
    const typed = this.#database?.trim();
    return typed === "" ? undefined : typed;
  }

  get saved(): Credentials | null {
    if (this.#saved === undefined) this.#saved = readCredentials(this.env);
    return this.#saved;
  }

  /** GUESTLIST_URL, else where `login` was, else the address of a server on this machine. */
  get url(): string {
    const set = this.env["GUESTLIST_URL"]?.trim();
    return set ? serverAddress(set) : (this.saved?.url ?? "http://127.0.0.1:7400");
  }

  /** Null where nobody is signed in at `url`: a saved token never goes to another server than its own. */
  get token(): string | null {
    const set = this.env["GUESTLIST_TOKEN"]?.trim();
    if (set) return set;
    return this.saved?.url === this.url ? this.saved.token : null;
  }

  /** Address of the account where it is known without asking. */
  get email(): string | null {
    return !this.env["GUESTLIST_TOKEN"]?.trim() && this.saved?.url === this.url ? this.saved.email : null;
  }

  /** Calls an endpoint as the signed-in account. Throws Failure where nobody is, ProblemError where the server refuses. */
  async call<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<AnswerOf<E>> {
    const { token } = this;
    if (token === null) throw this.notSignedIn();
    const headers = bearing(token);
    const transport = async (request: WireRequest): Promise<WireAnswer> =>
      await send({ url: this.url, headers }, request);
    return await call(transport, endpoint, input);
  }

  /** Calls an endpoint that anybody may call, as nobody. */
  async callAsAnyone<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<AnswerOf<E>> {
    const transport = async (request: WireRequest): Promise<WireAnswer> =>
      await send({ url: this.url, headers: {} }, request);
    return await call(transport, endpoint, input);
  }

  notSignedIn(): Failure {
    return new Failure("not_signed_in", `You are not signed in at ${this.url}. Sign in with: ${this.program} login`);
  }
}

/** Throws UsageFailure where the text is no address of a web server. */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new UsageFailure("GUESTLIST_URL must be an address like https://guestlist.example.com");
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}
