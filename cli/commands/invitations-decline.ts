import { endpoints } from "@guestlist/contract";
import { whichInvitation } from "../which-invitation.ts";
import { command } from "../command.ts";

export const invitationsDecline = command({
  name: "invitations-decline",
  arguments: ["[database]"],
  description: "Decline an invitation: by its database, or the only one that waits, or by its link",
  examples: ["invitations-decline my-dedicated-db"],
  options: [
    ["--link <link>", "the link from the invitation"],
    ["--token-stdin", "read the link, or the token in it, from standard input"],
  ],
  async run(context, [database], options) {
    const invitation = await whichInvitation(context, database, options);
    const { body } = await context.call(endpoints.declineInvitation, { body: invitation });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> The invitation to collaborate to ${body.database_name} has been declined`);
  },
});
