import type { FirewallRule } from "@guestlist/contract";
import { canBeNarrowed, takenAddresses } from "../../platform/bundled-postgres/index.ts";
import type { Config } from "../../platform/config.ts";
import type { DatabaseRow, Grant } from "../grant.ts";
import { mayDo } from "../permissions.ts";
import { bundledName } from "../view.ts";
import { takenIn } from "./network.ts";
import type { FirewallRuleRow, Holder } from "./queries.ts";

/** Whether this process writes that server's pg_hba.conf: it is the PostgreSQL in its own data folder. */
export const isHeldHere = ({ databaseUrl }: Pick<Config, "databaseUrl">, { bundled, name }: Holder): boolean =>
  databaseUrl === undefined && bundled && name === bundledName;

/** Why the database can have no rules, in words; null: it can. */
export function whyNoFirewall(
  config: Pick<Config, "databaseUrl">,
  holder: Holder,
  database: DatabaseRow,
): string | null {
  if (!isHeldHere(config, holder))
    return `The server of ${database.name} is not Guestlist's bundled PostgreSQL: its own provider holds the firewall.`;
  return canBeNarrowed(database.dbname)
    ? null
    : `PostgreSQL calls this database ${JSON.stringify(database.dbname)}, which pg_hba.conf cannot say.`;
}

/** Why somebody may not change the rules, in words; null: they may. */
export function whyNotChange({ database, standing }: Grant): string | null {
  if (database.state === "deleting") return `${database.name} is being deleted.`;
  if (mayDo(standing, database.collaborators_managed_by as "owner" | "full", "firewall.manage")) return null;
  return standing === "full"
    ? `The owner of ${database.name} keeps the management of its firewall.`
    : `Only the owner of ${database.name}, and collaborators with full access, change its firewall.`;
}

export function ruleView(row: FirewallRuleRow, whyNot: string | null): FirewallRule {
  const removed = row.state === "removing" || row.state === "removed" ? "It is being removed already." : null;
  return {
    id: row.id,
    cidr: row.cidr,
    label: row.label,
    state: row.state as FirewallRule["state"],
    blocked: row.blocked,
    lets_nobody_in: takenIn([row.cidr]).length === 0 ? outOfReach : null,
    created_at: row.created_at.toISOString(),
    ...abilities({ remove: whyNot ?? removed }),
  };
}

const outOfReach = `The bundled server takes connections from its own machine alone (${takenAddresses.join(" and ")}): nobody comes from there.`;

/** For each ability null when there is no reason against it. */
export function abilities(whyNot: Readonly<Record<string, string | null>>): Pick<FirewallRule, "can" | "why_not"> {
  const pairs = Object.entries(whyNot);
  return {
    can: Object.fromEntries(pairs.map(([ability, reason]) => [ability, reason === null])),
    why_not: Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== null)),
  };
}
