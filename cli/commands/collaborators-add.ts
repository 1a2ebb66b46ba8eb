import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";
import { parseUntil } from "../instants.ts";

export const collaboratorsAdd = command({
  name: "collaborators-add",
  arguments: ["<email>"],
  description: "Invite somebody by e-mail to collaborate",
  examples: [
    "--database my-dedicated-db collaborators-add user@example.com",
    "--database my-dedicated-db collaborators-add user@example.com --access read-only --until 30d",
  ],
  options: [
    ["--access <level>", "full (default), read-write or read-only"],
    ["--until <when>", "end the access by itself: 30d, or a day like 2027-01-31"],
  ],
  async run(context, [email], { access, until }) {
    const end = until === undefined ? null : parseUntil(until);
    const body = { email, ...(access === undefined ? {} : { access }), ...(end === null ? {} : { until: end }) };
    const params = { database: context.database };
    const [answer, name] = await Promise.all([
      context.call(endpoints.inviteCollaborator, { params, body }),
      context.json ? "" : databaseName(context),
    ]);
    if (context.json) return context.out.json(answer.body);
    context.out.line(`-----> ${answer.body.collaborator.email} has been invited to collaborate to ${name}`);
  },
});
