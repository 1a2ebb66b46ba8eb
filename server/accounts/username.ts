import { Refusal } from "../platform/refusal.ts";

export interface Username {
  /** As it was typed. */
  readonly username: string;
  /** Two accounts cannot differ in capitals alone. */
  readonly folded: string;
}

/**
 * ASCII only, so that no name looks like another one. @throws Refusal `invalid_username`
 */
export function readUsername(text: string): Username {
  const username = text.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,38}$/.test(username)) throw new Refusal("invalid_username", rule, "username");
  return { username, folded: username.toLowerCase() };
}

const rule =
  "A username has 2 to 39 letters from a to z, digits, dots, dashes and underscores, and starts with a letter or a digit.";
