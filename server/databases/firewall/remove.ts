import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../../events/record.ts";
import { AfterCommit, answer } from "../../platform/http/journey.ts";
import { Refusal } from "../../platform/refusal.ts";
import { forDatabase } from "../grant.ts";
import { requestReconcile } from "../request-reconcile.ts";
import { isHeldHere, ruleView, whyNotChange } from "./firewall-rule.ts";
import { findHolder, findRule, markRemoving } from "./queries.ts";
import { waitForRule } from "./wait.ts";

/** Takes a rule away. With the last one gone all that the server takes is let in again. Asking again asks how far it is. */
export const removeFirewallRule = forDatabase(endpoints.removeFirewallRule, async (call) => {
  const { platform, tx, actor, grant, params } = call;
  const { database } = grant;
  const row = await findRule(tx, database.id, params.id);
  if (row === null || row.state === "removed")
    throw new Refusal("not_found", `${database.name} has no firewall rule ${params.id.slice(0, 60)}.`);
  const held = isHeldHere(platform.config, await findHolder(tx, database.id));
  const by = { accountId: actor.accountId, state: held ? ("removing" as const) : ("removed" as const) };
  if ((await markRemoving(tx, row.id, by)) !== null) {
    const data = { cidr: row.cidr, label: row.label };
    await recordEvent(tx, { type: "firewall_rule.removed", actor, databaseId: database.id, data });
    await requestReconcile(tx, database.id);
  }
  return new AfterCommit(async () => {
    const now = await waitForRule(platform, row);
    const rule = ruleView(now, whyNotChange(grant));
    if (now.state === "removed") return answer(200, { rule, waiting: null });
    return answer(202, {
      rule,
      waiting: now.blocked ?? `${row.cidr} is still let in. It goes on, and the list shows when.`,
    });
  });
});
