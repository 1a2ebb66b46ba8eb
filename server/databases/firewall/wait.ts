import type { Platform } from "../../platform/platform.ts";
import { reconcilerPatience } from "../wait.ts";
import { findRule, type FirewallRuleRow } from "./queries.ts";

/** Waits up to 5 s for PostgreSQL to follow a rule, or to stop; comes back earlier when something stands in the way. */
export async function waitForRule(platform: Platform, before: FirewallRuleRow): Promise<FirewallRuleRow> {
  const look = async (): Promise<FirewallRuleRow> =>
    (await findRule(platform.db, before.database_id, before.id)) ?? before;
  const found = await platform.listen.waitFor(
    before.database_id,
    async () => {
      const rule = await look();
      return rule.blocked !== null || rule.state === "enforced" || rule.state === "removed" ? rule : null;
    },
    reconcilerPatience,
  );
  return found ?? look();
}
