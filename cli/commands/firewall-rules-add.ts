import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";

export const firewallRulesAdd = command({
  name: "firewall-rules-add",
  arguments: ["<addresses>"],
  description: "Let in these addresses; the first rule shuts out all others, and ends their sessions",
  examples: [
    "--database my-dedicated-db firewall-rules-add 203.0.113.0/24 --label office",
    "--database my-dedicated-db firewall-rules-add 127.0.0.1",
  ],
  options: [["--label <text>", "what these addresses are"]],
  async run(context, [cidr], { label }) {
    const params = { database: context.database };
    const body = { cidr, ...(label === undefined ? {} : { label }) };
    const answer = (await context.call(endpoints.addFirewallRule, { params, body })).body;
    const { rule } = answer;
    const code = rule.state === "enforced" ? 0 : 1;
    if (context.json) context.out.json(answer);
    else if (code === 1) context.out.refuse(rule.blocked ?? `${rule.cidr} is noted, and not let in yet.`);
    else {
      context.out.line(`-----> ${rule.cidr} is let in by the firewall of ${await databaseName(context)}`);
      if (rule.lets_nobody_in !== null) context.out.note(`       ${rule.lets_nobody_in}`);
    }
    return code;
  },
});
