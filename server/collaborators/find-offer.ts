import type { Actor } from "../accounts/actor.ts";
import type { Reader } from "../platform/control-database.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken } from "../platform/tokens.ts";
import { whoAnswersFor } from "./ending-queries.ts";
import { noLongerWorks } from "./invitation.ts";
import { findBySpentLink, findByToken, findOffered, type OfferedRow } from "./invitation-queries.ts";

/** By the link's token, or by the id of an invitation to one's own address. */
export async function findOffer(
  db: Reader,
  answer: { token?: string; id?: string },
  actor: Actor,
): Promise<OfferedRow | null> {
  if (answer.token !== undefined) return needByToken(db, answer.token);
  if (answer.id !== undefined) return findOffered(db, answer.id, actor.emailFolded);
  throw new Refusal("invalid_request", "Say which invitation: give its token or its id.");
}

/** @throws Refusal `invitation_no_longer_works`, naming whom to ask where the link once worked */
export async function needByToken(db: Reader, token: string): Promise<OfferedRow> {
  const hash = hashToken(token);
  const offer = await findByToken(db, hash);
  if (offer !== null) return offer;
  const spent = await findBySpentLink(db, hash);
  throw noLongerWorks(spent === null ? null : (await whoAnswersFor(db, spent)).askEmail);
}
