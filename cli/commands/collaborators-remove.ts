import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { endAccess, tellEnded } from "../end-access.ts";
import { findCollaborators } from "../find-collaborator.ts";

export const collaboratorsRemove = command({
  name: "collaborators-remove",
  arguments: ["<emails...>"],
  description: "Revoke the access of collaborators, in PostgreSQL too, or withdraw invitations",
  examples: [
    "--database my-dedicated-db collaborators-remove user@example.com",
    "--database my-dedicated-db collaborators-remove user2@example.com user3@example.com",
  ],
  options: [],
  async run(context, [emails]) {
    const [found, name] = await findCollaborators(context, emails);
    const [first] = found;
    if (first === undefined || found.length > 1)
      return removeSeveral(
        context,
        found.map(({ id }) => id),
        name,
      );
    const answer = await endAccess(context, first.id);
    return tellEnded(context, answer, removed(answer.body.collaborator.email, name));
  },
});

const removed = (email: string, name: string): string =>
  `-----> ${email} has been removed from the collaborators of ${name}`;

/** All of them or none; exit code 1 while PostgreSQL may still let one of them in. */
async function removeSeveral(context: Context, ids: string[], name: string): Promise<number> {
  const params = { database: context.database };
  const { status, body } = await context.call(endpoints.revokeCollaborators, { params, body: { ids } });
  if (context.json) context.out.json(body);
  else {
    for (const one of body.collaborators) if (one.status === "ended") context.out.line(removed(one.email, name));
    if (status === 202) context.out.refuse(body.waiting);
  }
  return status === 200 ? 0 : 1;
}
