import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../../events/record.ts";
import { AfterCommit, answer } from "../../platform/http/journey.ts";
import { Refusal } from "../../platform/refusal.ts";
import { forDatabase } from "../grant.ts";
import { requestReconcile } from "../request-reconcile.ts";
import { ruleView, whyNoFirewall, whyNotChange } from "./firewall-rule.ts";
import { readNetwork } from "./network.ts";
import { findHolder, insertRule, listRules } from "./queries.ts";
import { waitForRule } from "./wait.ts";

/**
 * Lets in a range of addresses, and with the first rule no others. The transaction makes it wanted; the reconciler writes
 * pg_hba.conf, sees that PostgreSQL has read it, and ends the sessions that come from elsewhere.
 */
export const addFirewallRule = forDatabase(endpoints.addFirewallRule, async ({ platform, tx, actor, grant, body }) => {
  const { database } = grant;
  const elsewhere = whyNoFirewall(platform.config, await findHolder(tx, database.id), database);
  if (elsewhere !== null) throw new Refusal("firewall_elsewhere", elsewhere, "cidr");
  readNetwork(body.cidr);
  const ending = whyNotChange(grant);
  if (ending !== null) throw new Refusal("database_not_ready", ending);
  if ((await listRules(tx, database.id)).length >= mostRules)
    throw new Refusal("invalid_request", `A database has at most ${mostRules} firewall rules.`, "cidr");
  const { cidr, label = "" } = body;
  const row = await insertRule(tx, { databaseId: database.id, cidr, label, accountId: actor.accountId });
  if (row === null)
    throw new Refusal("rule_exists", `${database.name} has a firewall rule for ${cidr} already.`, "cidr");
  await recordEvent(tx, { type: "firewall_rule.added", actor, databaseId: database.id, data: { cidr, label } });
  await requestReconcile(tx, database.id);
  return new AfterCommit(async () => answer(201, { rule: ruleView(await waitForRule(platform, row), null) }));
});

const mostRules = 100;
