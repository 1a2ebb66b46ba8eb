import { command } from "../command.ts";
import { endAccess, tellEnded } from "../end-access.ts";
import { findCollaborator } from "../find-collaborator.ts";

export const collaboratorsRemove = command({
  name: "collaborators-remove",
  arguments: ["<email>"],
  description: "Revoke the access of a collaborator, in PostgreSQL too, or withdraw an invitation",
  examples: ["--database my-dedicated-db collaborators-remove user@example.com"],
  options: [],
  async run(context, [email]) {
    const [{ id }, name] = await findCollaborator(context, email);
    const answer = await endAccess(context, id);
    const removed = answer.body.collaborator.email;
    return tellEnded(context, answer, `-----> ${removed} has been removed from the collaborators of ${name}`);
  },
});
