import { endpoints, type Collaborator } from "@guestlist/contract";
import { command } from "../command.ts";
import { allPages } from "../pages.ts";
import { drawTable } from "../table.ts";

export const collaborators = command({
  name: "collaborators",
  arguments: [],
  description: "List the collaborators of a database, the owner first",
  examples: ["--database my-dedicated-db collaborators"],
  options: [],
  async run(context) {
    const params = { database: context.database };
    const page = await allPages("collaborators", (query) =>
      context.call(endpoints.listCollaborators, { params, query }),
    );
    if (context.json) return context.out.json(page);
    const table = await drawTable(["EMAIL", "USERNAME", "STATUS", "ROLE"], page.collaborators.map(rowOf));
    for (const line of table) context.out.line(line);
  },
});

const rowOf = (one: Collaborator): string[] => [one.email, one.username ?? "n/a", statusOf(one), roleOf(one)];

/** An invitation that no longer works stays on the list, and says so; so does an end that PostgreSQL does not know yet. */
function statusOf({ status, expired, changing }: Collaborator): string {
  if (expired) return `${status}, expired`;
  return changing?.end === true ? `${status}, end not set yet` : status;
}

/** What was asked for, and what PostgreSQL still gives. */
const roleOf = ({ role, changing, login }: Collaborator): string =>
  changing?.level === true && login?.access != null ? `${role}, still ${login.access}` : role;
