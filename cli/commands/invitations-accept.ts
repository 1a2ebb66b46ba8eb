import { endpoints } from "@guestlist/contract";
import { whichInvitation } from "../which-invitation.ts";
import { command } from "../command.ts";

export const invitationsAccept = command({
  name: "invitations-accept",
  arguments: ["[database]"],
  description: "Accept an invitation: by its database, or the only one that waits, or by its link",
  examples: [
    "invitations-accept",
    "invitations-accept my-dedicated-db",
    "invitations-accept --link 'https://guestlist.example.com/invitation#…'",
  ],
  options: [
    ["--link <link>", "the link from the invitation"],
    ["--token-stdin", "read the link, or the token in it, from standard input"],
  ],
  async run(context, [database], options) {
    const invitation = await whichInvitation(context, database, options);
    const { body } = await context.call(endpoints.acceptInvitation, { body: invitation });
    if (context.json) return context.out.json(body);
    const { name } = body.database;
    context.out.line(`-----> ${body.collaborator.email} collaborates to ${name}`);
    context.out.line(`       For a password: ${context.program} --database ${name} connection --new-password`);
  },
});
