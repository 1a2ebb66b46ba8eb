import { statusOfCode, type ErrorCode } from "@guestlist/contract";

/** A request that cannot be done, with the words for whoever asked. Nothing was changed by it. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly { field: string; message: string }[];
  /** Of the answer, such as when to try again. */
  headers: Readonly<Record<string, string>> = {};
  /** @param detail one or two sentences that say what is the matter and what to do */
  constructor(code: ErrorCode, detail: string, field?: string) {
    super(detail);
    this.name = "Refusal";
    this.code = code;
    this.errors = field === undefined ? [] : [{ field, message: detail }];
  }
  get status(): number {
    return statusOfCode[this.code];
  }
}
