import { endpoints, type NewUserPasswordAnswer } from "@guestlist/contract";
import { errandForDatabase, type DatabaseErrand } from "../databases/grant.ts";
import { permit } from "../databases/permit.ts";
import { findUser } from "../databases/user-queries.ts";
import { viewClosure } from "../collaborators/closure.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { findBaselines, listLeftovers, type LeftoverRow } from "./leftover-queries.ts";
import { findServer } from "./queries.ts";
import { recordDecision } from "./record-decision.ts";
import { removeLeftover } from "./remove-leftover.ts";
import { resetPassword } from "./reset-user-password.ts";
import { findClosure } from "./show-closure.ts";

type Call = DatabaseErrand<typeof endpoints.decideLeftover>;

/**
 * What becomes of one thing that the person of a closure could still use. It is done first and written down afterwards;
 * a crash in between leaves it undecided, and deciding again finds it done.
 */
export const decideLeftover = errandForDatabase(endpoints.decideLeftover, async (call) => {
  const { platform, grant, params, body } = call;
  const closure = await findClosure(platform.db, grant.database, params.id);
  const item = (await listLeftovers(platform.db, closure.id)).find((row) => row.item === Number(params.item));
  if (item === undefined)
    throw new Refusal("not_found", `The receipt has no item ${params.item} of what they could still use.`);
  refuseWhatCannotBe(item, body.decision);
  if (body.decision === "keep" && item.decision === "kept")
    return answer(200, { closure: viewClosure(closure), new_password: null });
  if (body.decision === "rotate") {
    const newPassword = await rotate(call, item);
    return answer(200, { closure: await shown(call), new_password: newPassword });
  }
  if (body.decision === "remove") await remove(call, item, closure.login_id);
  await record(call, item, body.decision === "keep" ? closure.id : undefined);
  return answer(200, { closure: await shown(call), new_password: null });
});

const shown = async ({ platform, grant, params }: Call) =>
  viewClosure(await findClosure(platform.db, grant.database, params.id));

function refuseWhatCannotBe(item: LeftoverRow, decision: "rotate" | "remove" | "keep"): void {
  if (item.decision === "rotated" || item.decision === "removed")
    throw new Refusal("cannot_decide", `Item ${item.item}, ${item.name}, was ${item.decision} already.`);
  if (decision === "rotate" && item.kind !== "database_user")
    throw new Refusal("cannot_decide", `${item.name} has no password: remove it, or keep it.`, "decision");
  if (decision === "remove" && item.kind === "database_user")
    throw new Refusal("cannot_decide", `An application logs in as ${item.name}: rotate it, or keep it.`, "decision");
}

/** Its sessions end too: the person may have one of them. Every receipt that names it says so. */
async function rotate({ platform, actor, grant }: Call, item: LeftoverRow): Promise<NewUserPasswordAnswer> {
  const user = await findUser(platform.db, grant.database.id, item.target.identity);
  if (user === null) throw new Refusal("cannot_decide", `The database user ${item.name} is not there any more.`);
  return resetPassword(platform, { actor, database: grant.database, user, keepSessions: false });
}

async function remove({ platform, grant }: Call, item: LeftoverRow, loginId: string): Promise<void> {
  const { db, secrets } = platform;
  const server = await findServer(db, grant.database.server_id);
  if (server === undefined) throw new Error("a database has no server");
  const closed = (await findBaselines(db, [loginId])).get(loginId)?.closed ?? [];
  const removed = await removeLeftover(server, secrets, item, closed);
  if (removed.done) return;
  if ("silent" in removed)
    throw new Refusal(
      "server_does_not_answer",
      `${item.dbname} cannot be looked into (${removed.reason}), so nothing was removed. Try again when it can.`,
    );
  throw new Refusal("cannot_decide", removed.reason);
}

async function record({ platform, actor, grant, body }: Call, item: LeftoverRow, closureId?: string): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    await permit(tx, actor, "closures.decide", grant.database.id);
    const decision = body.decision === "keep" ? "kept" : "removed";
    const said = await recordDecision(tx, platform, {
      actor,
      databaseId: grant.database.id,
      key: item.key,
      decision,
      ...(closureId !== undefined && { closureId }),
    });
    if (said === 0) throw new Refusal("cannot_decide", `${item.name} was decided about at this very moment.`);
  });
}
