import { Refusal } from "../platform/refusal.ts";
import { databaseIdOf, showDatabase } from "./database.ts";
import { MissingResource } from "./errors.ts";
import { ok, serveDatabaseApi, type Facade } from "./facade.ts";

/** Guestlist holds no firewall: there are no rules to list, and none are taken as if they were enforced. */
export function firewallRoutes(facade: Facade): void {
  const rules = "/api/databases/:addon/firewall_rules";
  serveDatabaseApi(facade, "GET", "/api/firewall/managed_ranges", () => ok({ ranges: [] }));
  serveDatabaseApi(facade, "GET", rules, async (asking) => {
    await showDatabase(asking, databaseIdOf(asking.params["addon"]));
    return ok({ rules: [] });
  });
  serveDatabaseApi(facade, "POST", rules, async (asking) => {
    const { server, name } = await showDatabase(asking, databaseIdOf(asking.params["addon"]));
    throw new Refusal("invalid_request", server.bundled ? inFront(name) : providersOwn(name), "cidr");
  });
  serveDatabaseApi(facade, "DELETE", `${rules}/:id`, async (asking) => {
    await showDatabase(asking, databaseIdOf(asking.params["addon"]));
    throw new MissingResource("firewall_rule", "There is no such firewall rule.");
  });
}

const providersOwn = (name: string): string =>
  `The server of ${name} is not Guestlist's: its own provider holds the firewall.`;

const inFront = (name: string): string =>
  `The server of ${name} takes connections from its own machine alone: there is nothing that a rule could open or shut.`;
