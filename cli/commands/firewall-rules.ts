import { endpoints, type FirewallRule } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";
import { drawTable } from "../table.ts";

export const firewallRules = command({
  name: "firewall-rules",
  arguments: [],
  description: "List the addresses that a database lets in",
  examples: ["--database my-dedicated-db firewall-rules"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.listFirewallRules, { params: { database: context.database } });
    if (context.json) return context.out.json(body);
    if (body.rules.length === 0) {
      const elsewhere = body.why_not["add"];
      context.out.line(
        `${await databaseName(context)} has no firewall rules: every address that its server takes is let in.`,
      );
      return elsewhere === undefined ? undefined : context.out.note(`       ${elsewhere}`);
    }
    for (const line of await drawTable(["ADDRESSES", "LABEL", "STATE"], body.rules.map(rowOf))) context.out.line(line);
    for (const { cidr, lets_nobody_in: reason } of body.rules)
      if (reason !== null) context.out.note(`       ${cidr}: ${reason}`);
  },
});

const rowOf = ({ cidr, label, state, blocked }: FirewallRule): string[] => [
  cidr,
  label,
  blocked === null ? state : `${state}: ${blocked}`,
];
