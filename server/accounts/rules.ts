import type { Rule } from "../platform/rate-limit.ts";

const minute = 60;
const hour = 60 * minute;

/** How often somebody may try what could be guessed, or what costs somebody else an e-mail. */
export const rules = {
  /** By one client on one account: what a person mistypes. */
  signInHere: { name: "sign-in-here", points: 10, seconds: 15 * minute },
  /** By one client on any account. */
  signInFrom: { name: "sign-in-from", points: 100, seconds: 15 * minute },
  /** On one account, from anywhere: high enough that few machines alone cannot keep its person out. */
  signInTo: { name: "sign-in-to", points: 300, seconds: hour },
  signUpFrom: { name: "sign-up-from", points: 200, seconds: hour },
  linkFrom: { name: "link-from", points: 200, seconds: 15 * minute },
  resetTo: { name: "reset-to", points: 5, seconds: hour },
  resetFrom: { name: "reset-from", points: 50, seconds: hour },
  verificationTo: { name: "verification-to", points: 5, seconds: hour },
  passwordOf: { name: "password-of", points: 10, seconds: 15 * minute },
  tokensOf: { name: "tokens-of", points: 100, seconds: hour },
} satisfies Record<string, Rule>;
