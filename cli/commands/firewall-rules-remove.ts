import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";
import { Failure } from "../failure.ts";

export const firewallRulesRemove = command({
  name: "firewall-rules-remove",
  arguments: ["<addresses>"],
  description: "Take a firewall rule away; without any left, every address that the server takes is let in",
  examples: ["--database my-dedicated-db firewall-rules-remove 203.0.113.0/24"],
  options: [],
  async run(context, [typed]) {
    const params = { database: context.database };
    const [{ body }, name] = await Promise.all([
      context.call(endpoints.listFirewallRules, { params }),
      databaseName(context),
    ]);
    const rule = body.rules.find(({ id, cidr }) => cidr === typed || id === typed.toLowerCase());
    if (rule === undefined) throw new Failure("not_found", `${typed} is no firewall rule of ${name}.`);
    const answer = (await context.call(endpoints.removeFirewallRule, { params: { ...params, id: rule.id } })).body;
    const code = answer.waiting === null ? 0 : 1;
    if (context.json) context.out.json(answer);
    else if (answer.waiting !== null) context.out.refuse(answer.waiting);
    else {
      context.out.line(`-----> ${rule.cidr} has been removed from the firewall of ${name}`);
      if (body.rules.length === 1)
        context.out.note("       No rule is left: every address that its server takes is let in.");
    }
    return code;
  },
});
