import { account } from "./scenes/account.ts";
import { collaborators, overviews } from "./scenes/collaborators.ts";
import { databases } from "./scenes/databases.ts";
import { ending } from "./scenes/ending.ts";
import { reviews } from "./scenes/reviews.ts";
import { signedOut } from "./scenes/signed-out.ts";
import { states } from "./scenes/states.ts";
import type { Tour } from "./visit.ts";

/**
 * Every page and pop-up of the dashboard, in groups that need nothing of each other; names of pictures begin with the
 * number of the prototype where there is one. In this order on one showcase: the
 * last but one silences a server, and the last one answers an invitation.
 */
export const scenes: Record<string, (tour: Tour) => Promise<void>> = {
  collaborators,
  overviews,
  databases,
  reviews,
  account,
  states,
  ending,
  "signed-out": signedOut,
};
