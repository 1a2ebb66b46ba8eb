import { endpoints, type FirewallRule } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { databaseIdOf, missingBelow } from "./database.ts";
import { created, nothing, objectIn, ok, serveDatabaseApi, type Facade, type Said, type SignedIn } from "./facade.ts";

/** Which addresses a database lets in. Whose server it is, and what a rule may say, is decided by the journeys. */
export function firewallRoutes(facade: Facade): void {
  const rules = "/api/databases/:addon/firewall_rules";
  serveDatabaseApi(facade, "GET", "/api/firewall/managed_ranges", () => ok({ ranges: [] }));
  serveDatabaseApi(facade, "GET", rules, list);
  serveDatabaseApi(facade, "POST", rules, add);
  serveDatabaseApi(facade, "DELETE", `${rules}/:id`, remove);
}

const paramsOf = ({ params }: SignedIn) => ({ database: databaseIdOf(params["addon"]) });

async function list(asking: SignedIn): Promise<Said> {
  const { body } = await asking.call(endpoints.listFirewallRules, { params: paramsOf(asking) });
  return ok({ rules: body.rules.map(ruleView) });
}

/** Flat from the Go clients, in `firewall_rule` from scalingo.js. A 201 is said of what PostgreSQL follows. */
async function add(asking: SignedIn): Promise<Said> {
  const { type = "custom_range", cidr, label } = { ...asking.body, ...objectIn(asking.body, "firewall_rule") };
  if (type !== "custom_range") throw new Refusal("invalid_request", noManagedRanges, "range_id");
  const body = { cidr, ...(typeof label === "string" && { label }) };
  const { rule } = (await asking.call(endpoints.addFirewallRule, { params: paramsOf(asking), body })).body;
  if (rule.state !== "enforced")
    throw new Refusal("database_not_ready", `The rule is kept, and not followed yet. ${rule.blocked ?? ""}`.trim());
  return created({ rule: ruleView(rule) });
}

const noManagedRanges = "Guestlist manages no ranges of others' addresses. Add a custom_range with its cidr.";

/** 204 is said once nobody comes in by it any more. */
async function remove(asking: SignedIn): Promise<Said> {
  const { database } = paramsOf(asking);
  const asked = asking.call(endpoints.removeFirewallRule, { params: { database, id: asking.params["id"] } });
  const { body } = await asked.catch(missingBelow(asking, "firewall_rule", database));
  if (body.waiting !== null) throw new Refusal("database_not_ready", body.waiting);
  return nothing;
}

/** The clients compare what they sent with what they read. */
const ruleView = ({ id, cidr, label }: FirewallRule) => ({ id, type: "custom_range", cidr, label, range_id: "" });
