import type { AnswerOf, Endpoint } from "@guestlist/contract";
import type { TSchema } from "typebox";
import type { Platform } from "../platform.ts";
import { Refusal } from "../refusal.ts";
import { notSignedIn, type Gate } from "./gate.ts";
import type { Client, Journey, SessionCookie } from "./journey.ts";
import { runJourney, type AskedBy } from "./run-journey.ts";
import { validatorCompiler } from "./validate.ts";

/** Not trusted: it is validated by the contract, as a request's would be. */
export interface UncheckedInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export interface CallerOf<Actor> {
  readonly actor: Actor | null;
  readonly requestId: string;
  readonly client: Client;
  /** Where a session that the journey starts or ends goes; nowhere when left out. */
  readonly session?: SessionCookie;
}

/**
 * Calls an endpoint from inside the process, for somebody: validation, permission, transaction and events are those of a
 * request. @throws Refusal and InvalidRequest, as a request would be answered
 */
export type CallEndpoint<Actor> = <E extends Endpoint>(
  endpoint: E,
  input: UncheckedInput,
  by: CallerOf<Actor>,
) => Promise<AnswerOf<E>>;

export function endpointCaller<Actor, Grant>(
  platform: Platform,
  gate: Gate<Actor, Grant>,
  journeys: readonly Journey[],
): CallEndpoint<Actor> {
  const served = new Map<Endpoint, { journey: Journey; check: Check }>(
    journeys.map((journey) => [journey.endpoint, { journey, check: checkOf(journey.endpoint) }]),
  );
  return async <E extends Endpoint>(endpoint: E, input: UncheckedInput, by: CallerOf<Actor>) => {
    const found = served.get(endpoint);
    if (found === undefined) throw new Error(`${endpoint.method} ${endpoint.path} is not served`);
    if (by.actor === null && endpoint.permission !== "anyone") throw new Refusal("not_signed_in", notSignedIn);
    const asked = { platform, session: noSession, ...by, ...found.check(input) } as unknown as AskedBy<Actor>;
    return (await runJourney(platform, gate, found.journey, asked)) as AnswerOf<E>;
  };
}

const noSession: SessionCookie = { token: null, set: () => undefined, clear: () => undefined };

type Check = (input: UncheckedInput) => { params: unknown; query: unknown; body: unknown };

function checkOf(endpoint: Endpoint): Check {
  const params = checkPart(endpoint.params, "params");
  const query = checkPart(endpoint.query, "querystring");
  const body = checkPart(endpoint.body, "body");
  return (input) => ({
    params: params(input.params ?? {}),
    query: query(input.query ?? {}),
    body: body(input.body),
  });
}

function checkPart(schema: TSchema | undefined, httpPart: string): (input: unknown) => unknown {
  if (schema === undefined) return () => undefined;
  const validate = validatorCompiler({ schema, httpPart, method: "", url: "" });
  return (input) => {
    const result = validate(input) as { value?: unknown; error?: Error };
    if (result.error !== undefined) throw result.error;
    return result.value;
  };
}
