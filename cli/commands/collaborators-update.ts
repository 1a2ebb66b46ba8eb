import { endpoints, type Collaborator } from "@guestlist/contract";
import { command } from "../command.ts";
import { UsageFailure } from "../failure.ts";
import { findCollaborator } from "../find-collaborator.ts";
import { instant, parseUntil } from "../instants.ts";

export const collaboratorsUpdate = command({
  name: "collaborators-update",
  arguments: ["<email>"],
  description: "Change the access level of a collaborator, or when the access ends",
  examples: [
    "--database my-dedicated-db collaborators-update user@example.com --access read-only",
    "--database my-dedicated-db collaborators-update user@example.com --until never",
  ],
  options: [
    ["--access <level>", "full, read-write or read-only"],
    ["--until <when>", "30d, a day like 2027-01-31, or never"],
  ],
  async run(context, [email], { access, until }) {
    if (access === undefined && until === undefined) {
      throw new UsageFailure("What is to change? Add --access LEVEL or --until WHEN.");
    }
    const body = {
      ...(access === undefined ? {} : { access }),
      ...(until === undefined ? {} : { until: parseUntil(until) }),
    };
    const [{ id }, name] = await findCollaborator(context, email);
    const params = { database: context.database, id };
    const answer = await context.call(endpoints.changeAccess, { params, body });
    if (context.json) context.out.json(answer.body);
    else if (answer.status === 202) context.out.refuse(answer.body.waiting);
    else context.out.line(`-----> ${accessInWords(answer.body.collaborator, name)}`);
    const withdrawn = answer.body.invitations_withdrawn ?? [];
    if (!context.json && withdrawn.length > 0) context.out.line(`       ${withdrawnInWords(withdrawn)}`);
    return answer.status === 200 ? 0 : 1;
  },
});

/** Somebody who is only invited has no access yet. */
function accessInWords({ email, status, expired, access, until }: Collaborator, name: string): string {
  const end = until === null ? "" : ` until ${instant(until)}`;
  if (status !== "pending") return `${email} has ${access} access to ${name}${end}`;
  const works = expired ? ", by an invitation that has expired" : "";
  return `${email} is invited to collaborate to ${name} with ${access} access${end}${works}`;
}

const withdrawnInWords = (emails: readonly string[]): string =>
  emails.length === 1
    ? `1 invitation that they had sent is withdrawn: ${emails[0]}`
    : `${emails.length} invitations that they had sent are withdrawn: ${emails.join(", ")}`;
