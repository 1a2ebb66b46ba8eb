import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from "./endpoint.ts";
import { statusOfCode, type ErrorCode, type Problem } from "./problem.ts";

/** What a call needs; keys that the endpoint does not have are not asked for. */
export type Input<E extends Endpoint> = (ParamsOf<E> extends undefined ? {} : { params: ParamsOf<E> }) &
  (QueryOf<E> extends undefined ? {} : { query?: QueryOf<E> }) &
  (BodyOf<E> extends undefined ? {} : { body: BodyOf<E> });

export interface WireRequest {
  readonly method: string;
  /** Path with query, `/v1/…`. */
  readonly path: string;
  /** JSON text, or undefined for none. */
  readonly body: string | undefined;
}
export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}
/** Carries one request; the dashboard gives one over fetch, the command line one over node:http. */
export type Transport = (request: WireRequest) => Promise<WireAnswer>;

/** An answer of 4xx or 5xx, as the server put it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** Calls one endpoint of the contract. Throws ProblemError on 4xx and 5xx, and what the transport throws. */
export async function call<E extends Endpoint>(
  transport: Transport,
  endpoint: E,
  input: Input<E>,
): Promise<AnswerOf<E>> {
  const { params, query, body } = input as {
    params?: Record<string, string>;
    query?: Record<string, unknown>;
    body?: unknown;
  };
  const path = fillPath(endpoint.path, params ?? {}) + queryText(query ?? {});
  const answer = await transport({
    method: endpoint.method,
    path,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status >= 400) throw new ProblemError(readProblem(answer));
  if (endpoint.file) return { status: answer.status, body: answer.text } as AnswerOf<E>;
  return { status: answer.status, body: answer.text === "" ? null : JSON.parse(answer.text) } as AnswerOf<E>;
}

/** An empty parameter, `.` or `..` would turn one path into another (`DELETE …/collaborators/`), so it is refused here. */
function fillPath(path: string, params: Record<string, string>): string {
  return path.replace(/:([a-z_]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    if (/^\.{0,2}$/.test(value)) throw new ProblemError(problemOf("not_found", `Nothing here is called "${value}".`));
    return encodeURIComponent(value);
  });
}

function queryText(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  return pairs.length === 0
    ? ""
    : `?${new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}

/** An answer that is no problem+json (a proxy's page, say) still becomes one sentence. */
function readProblem(answer: WireAnswer): Problem {
  try {
    const problem = JSON.parse(answer.text) as Problem;
    if (typeof problem.detail === "string" && typeof problem.code === "string") return problem;
  } catch {
    // Falls through: the body is not JSON.
  }
  const detail = `The server answered ${answer.status} without saying why.`;
  return { ...problemOf("internal_error", detail), title: "Unexpected answer", status: answer.status };
}

/** A refusal that no server has to be asked for. */
export const problemOf = (code: ErrorCode, detail: string): Problem => ({
  type: "about:blank",
  title: detail,
  status: statusOfCode[code],
  code,
  detail,
  errors: [],
  request_id: "",
});
