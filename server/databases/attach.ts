import type { Database, ErrorCode } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { adminUrlOf, serverName, settledSslMode } from "./admin-url.ts";
import { examine, type Examined } from "./check.ts";
import { isPowerless, judge } from "./findings.ts";
import type { Look, Seen } from "./look.ts";
import { nameTaken } from "./name.ts";
import { holdAttaching, insertDatabase, isAttached, isNameTaken, type NewDatabase } from "./queries.ts";
import { requestReconcile } from "./request-reconcile.ts";
import { saveAttachedServer } from "./server-queries.ts";
import { waitForDatabase } from "./wait.ts";

export interface Attachment {
  readonly name: string;
  readonly url: string;
  /** What becomes of an owner that can log in; kept when not said. */
  readonly ownership?: "keep" | "move";
}

/** Puts an existing database on the list. Its server is looked at before anything is saved, and changed by the reconciler. */
export async function attach(platform: Platform, actor: Actor, asked: Attachment): Promise<Database> {
  if (await isNameTaken(platform.db, asked.name)) throw nameTaken(asked.name);
  const look = refuseUnlessAttachable(await examine(platform, actor, asked.url), asked.ownership);
  const id = await save(platform, actor, asked, look);
  return waitForDatabase(platform, actor, id, ({ state }) => state === "ready");
}

type Answered = Extract<Look, { answered: true }>;

function refuseUnlessAttachable({ look, known }: Examined, ownership: Attachment["ownership"]): Answered {
  const [worst, ...more] = judge(look, known, ownership).filter(({ kind }) => kind === "refuses");
  if (worst === undefined && look.answered) return look;
  const code: ErrorCode = !look.answered && look.silent ? "server_does_not_answer" : codeOf(worst?.code);
  throw new Refusal(code, [worst, ...more].map((finding) => finding?.message).join(" "), "url");
}

const codeOf = (finding: string | undefined): ErrorCode =>
  finding === "already_attached" ? "already_attached" : "attach_refused";

async function save(platform: Platform, actor: Actor, asked: Attachment, look: Answered): Promise<string> {
  const { target, facts, seen } = look;
  const server = {
    name: serverName(target),
    host: target.host,
    port: target.port,
    sslmode: settledSslMode(target, facts),
    adminUrlSealed: platform.secrets.seal(adminUrlOf(target, facts)),
    facts,
  };
  const owning = ownershipOf(seen, asked.ownership ?? "keep");
  return platform.db.transaction().execute(async (tx) => {
    await holdAttaching(tx, facts.systemIdentifier, target.dbname);
    if (await isAttached(tx, facts.systemIdentifier, target.dbname)) throw attachedMeanwhile(target.dbname);
    const { id: serverId } = await saveAttachedServer(tx, server);
    const row = await insertDatabase(tx, {
      name: asked.name,
      ownerAccountId: actor.accountId,
      serverId,
      dbname: target.dbname,
      kind: "attached",
      ...owning,
    });
    if (row === null) throw nameTaken(asked.name);
    const data = { server: server.name, ownership: owning.ownership };
    await recordEvent(tx, { type: "database.attached", actor, databaseId: row.id, data });
    await requestReconcile(tx, row.id);
    return row.id;
  });
}

const attachedMeanwhile = (dbname: string): Refusal =>
  new Refusal("already_attached", `${dbname} on this server is in Guestlist already.`, "url");

function ownershipOf(seen: Seen, asked: "keep" | "move"): Pick<NewDatabase, "ownership" | "ownerRole"> {
  if (isPowerless(seen)) return { ownership: "moved", ownerRole: { name: seen.owner, oid: seen.owner_oid } };
  return { ownership: asked === "move" ? "moving" : "kept" };
}
