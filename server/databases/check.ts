import { endpoints, type CheckDatabaseAnswer } from "@guestlist/contract";
import { sql } from "kysely";
import { errandForAccount, type Actor } from "../accounts/actor.ts";
import type { Reader } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { limit } from "../platform/rate-limit.ts";
import { Refusal } from "../platform/refusal.ts";
import { isAttachable, judge, previewMove, type Known } from "./findings.ts";
import { lookAt, type Look } from "./look.ts";
import { isAttached } from "./queries.ts";

/** What an admin connection can and cannot do. Nothing is saved. */
export const checkDatabase = errandForAccount(endpoints.checkDatabase, async ({ platform, actor, body }) =>
  answer(200, describe(await examine(platform, actor, body.url), body.ownership)),
);

export interface Examined {
  readonly look: Look;
  readonly known: Known;
}

/** Looks at the server behind a URL that somebody gave, and at what Guestlist knows of it. */
export async function examine(platform: Platform, actor: Actor, url: string): Promise<Examined> {
  if (!actor.verified)
    throw new Refusal("address_not_verified", "Verify your e-mail address first: a link was mailed to you.");
  // Nobody shall try passwords, or look for servers, from where Guestlist stands.
  await limit(platform, { name: "admin-url", points: 30, seconds: 300 }, [actor.accountId]);
  const look = await lookAt(url);
  if (typeof look === "string") throw new Refusal("attach_refused", look, "url");
  return { look, known: await recall(platform.db, look) };
}

async function recall(db: Reader, look: Look): Promise<Known> {
  if (!look.answered) return { control: false, attached: false };
  const { systemIdentifier } = look.facts;
  const own = await sql<{ id: string; dbname: string }>`
    select system_identifier::text as id, current_database() as dbname from pg_control_system()`.execute(db);
  const control = own.rows[0]?.id === systemIdentifier && own.rows[0].dbname === look.target.dbname;
  return { control, attached: await isAttached(db, systemIdentifier, look.target.dbname) };
}

function describe({ look, known }: Examined, ownership: "keep" | "move" = "keep"): CheckDatabaseAnswer {
  const findings = judge(look, known, ownership);
  const { host, port, dbname } = look.target;
  const where = { attachable: isAttachable(findings), host, port, dbname, findings };
  if (!look.answered) return { ...where, version: null, admin: null, owner: null, move_preview: [] };
  const { facts, seen } = look;
  return {
    ...where,
    version: facts.version,
    admin: { name: facts.adminRole, superuser: facts.superuser },
    owner: { name: seen.owner, can_log_in: seen.owner_can_log_in },
    move_preview: previewMove(look),
  };
}
