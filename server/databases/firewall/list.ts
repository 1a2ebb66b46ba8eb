import { endpoints } from "@guestlist/contract";
import { answer } from "../../platform/http/journey.ts";
import { forDatabase } from "../grant.ts";
import { abilities, ruleView, whyNoFirewall, whyNotChange } from "./firewall-rule.ts";
import { findHolder, listRules } from "./queries.ts";

/** Everybody who may connect may know from where. */
export const listFirewallRules = forDatabase(endpoints.listFirewallRules, async ({ platform, tx, grant }) => {
  const { database } = grant;
  const whyNot = whyNotChange(grant);
  const rules = await listRules(tx, database.id);
  const elsewhere = whyNoFirewall(platform.config, await findHolder(tx, database.id), database);
  return answer(200, { rules: rules.map((row) => ruleView(row, whyNot)), ...abilities({ add: whyNot ?? elsewhere }) });
});
