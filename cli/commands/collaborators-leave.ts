import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";
import { endAccess, tellEnded } from "../end-access.ts";

export const collaboratorsLeave = command({
  name: "collaborators-leave",
  arguments: [],
  description: "Stop collaborating: end one's own access",
  examples: ["--database my-dedicated-db collaborators-leave"],
  options: [],
  async run(context) {
    // Asked first: afterwards the database is none of one's own business any more.
    const name = await databaseName(context);
    const answer = await endAccess(context, "me");
    const left = answer.body.collaborator.email;
    return tellEnded(context, answer, `-----> ${left} has been removed from the collaborators of ${name}`);
  },
});
