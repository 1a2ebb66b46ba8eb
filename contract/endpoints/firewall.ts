import { endpoint } from "../endpoint.ts";
import * as firewall from "../firewall-rule.ts";
import { DatabaseParams } from "../shapes.ts";
import { oneDatabase } from "./paths.ts";

/** From which addresses a database lets in. */
export const firewallEndpoints = {
  listFirewallRules: endpoint({
    method: "GET",
    path: `${oneDatabase}/firewall-rules`,
    permission: "firewall.list",
    summary: "The addresses that the database lets in, oldest rule first",
    params: DatabaseParams,
    response: { 200: firewall.FirewallRulesAnswer },
    errors: [],
  }),
  addFirewallRule: endpoint({
    method: "POST",
    path: `${oneDatabase}/firewall-rules`,
    permission: "firewall.manage",
    summary: "Let in these addresses, and with the first rule no others. Waits up to 5 s for PostgreSQL to do so",
    params: DatabaseParams,
    body: firewall.AddFirewallRuleBody,
    response: { 201: firewall.AddFirewallRuleAnswer },
    errors: ["invalid_cidr", "rule_exists", "firewall_elsewhere", "database_not_ready"],
  }),
  removeFirewallRule: endpoint({
    method: "DELETE",
    path: `${oneDatabase}/firewall-rules/:id`,
    permission: "firewall.manage",
    summary: "Take a rule away; without any left, all that the server takes is let in. Waits up to 5 s",
    params: firewall.FirewallRuleParams,
    response: { 200: firewall.RemoveFirewallRuleAnswer, 202: firewall.RemoveFirewallRuleAnswer },
    errors: [],
  }),
} as const;
