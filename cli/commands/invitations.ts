import { endpoints, roleOfAccess } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const invitations = command({
  name: "invitations",
  arguments: [],
  description: "List the invitations that wait for you",
  examples: ["invitations"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.listInvitations, {});
    if (context.json) return context.out.json(body);
    if (body.invitations.length === 0) return context.out.line("No invitation waits for you.");
    const rows = body.invitations.map((one) => [
      one.database_name,
      one.invited_by,
      roleOfAccess[one.access],
      instant(one.expires_at),
    ]);
    for (const line of await drawTable(["DATABASE", "INVITED BY", "ROLE", "EXPIRES"], rows)) context.out.line(line);
  },
});
