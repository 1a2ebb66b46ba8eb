import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { whyNotMove } from "./findings.ts";
import type { DatabaseRow } from "./grant.ts";
import { lookAt, type Look } from "./look.ts";
import { adminUrlOfDatabase } from "./server-queries.ts";

type Answered = Extract<Look, { answered: true }>;

/** Contacts the server; no control transaction may be open. @throws Refusal where it does not answer */
export async function lookAtOwnership(platform: Platform, database: DatabaseRow): Promise<Answered> {
  const look = await lookAt(await adminUrlOfDatabase(platform, database));
  if (typeof look === "string") throw new Refusal("cannot_move_ownership", look);
  if (!look.answered)
    throw new Refusal("server_does_not_answer", `${database.name} cannot be looked into: ${look.reason}.`);
  return look;
}

/** The same; throws a Refusal also where PostgreSQL would not let the admin connection move it. */
export async function refuseUnlessMovable(platform: Platform, database: DatabaseRow): Promise<Answered> {
  const look = await lookAtOwnership(platform, database);
  const reason = whyNotMove(look);
  if (reason !== null) throw new Refusal("cannot_move_ownership", reason, "ownership");
  return look;
}
