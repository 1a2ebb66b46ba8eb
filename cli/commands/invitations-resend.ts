import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { findCollaborator } from "../find-collaborator.ts";

export const invitationsResend = command({
  name: "invitations-resend",
  arguments: ["<email>"],
  description: "Send an invitation again with a new link; the old link stops working",
  examples: ["--database my-dedicated-db invitations-resend user@example.com"],
  options: [],
  async run(context, [email]) {
    const [{ id }, name] = await findCollaborator(context, email);
    const { body } = await context.call(endpoints.resendInvitation, { params: { database: context.database, id } });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${body.collaborator.email} has been invited again to collaborate to ${name}`);
  },
});
