import { problemOf, type ErrorCode, type Problem } from "@guestlist/contract";

/** Something was refused or failed: exit 1. `hints` are lines that say what to do about it. */
export class Failure extends Error {
  readonly problem: Problem;
  readonly hints: readonly string[];
  constructor(code: ErrorCode, detail: string, hints: readonly string[] = []) {
    super(detail);
    this.name = "Failure";
    this.hints = hints;
    this.problem = problemOf(code, detail);
  }
}

/** The command was not written as it must be: exit 2. */
export class UsageFailure extends Error {
  override readonly name = "UsageFailure";
}

/** Ctrl-C at a question: exit 130, without a word. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
