import { call, ProblemError, type AnswerOf, type Endpoint, type Input, type Transport } from "@guestlist/contract";
import { tellReached, tellUnreached } from "./ui/reachability.ts";
import { t } from "./strings/ui.ts";
import { whenHeard } from "./strings/language.ts";
import { said } from "./strings/said.ts";

/** The request did not reach the server, or its answer did not come back. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super(undefined, { cause });
    this.name = "OfflineError";
  }
}

/** Calls one endpoint of the contract with the session's cookie. Throws ProblemError or OfflineError. */
export async function send<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<AnswerOf<E>> {
  try {
    return await call(overFetch, endpoint, input);
  } finally {
    await whenHeard();
  }
}

const overFetch: Transport = async ({ method, path, body }) => {
  try {
    const answer = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    tellReached();
    return { status: answer.status, text };
  } catch (error) {
    tellUnreached();
    throw new OfflineError(error);
  }
};

export const isNotSignedIn = (error: unknown): boolean => codeOf(error) === "not_signed_in";
export const isNotFound = (error: unknown): boolean =>
  error instanceof ProblemError && (error.problem.status === 404 || error.problem.status === 403);

export function codeOf(error: unknown): string | undefined {
  return error instanceof ProblemError ? error.problem.code : undefined;
}

/** The one translator of errors: a sentence for people, whatever went wrong. */
export function wordsOf(error: unknown): string {
  if (error instanceof OfflineError) return t("error.offline");
  if (!(error instanceof ProblemError)) return t("error.mistake");
  const { code, detail, request_id: reference } = error.problem;
  if (code === "not_signed_in") return t("error.sessionEnded");
  if (code !== "internal_error") return said(detail);
  return reference === "" ? t("error.nothingChanged") : t("error.nothingChangedReference", { reference });
}

/** What the server said about single fields, by field. */
export function fieldErrorsOf(error: unknown): { field: string; message: string }[] {
  return error instanceof ProblemError
    ? error.problem.errors.map(({ field, message }) => ({ field, message: said(message) }))
    : [];
}
