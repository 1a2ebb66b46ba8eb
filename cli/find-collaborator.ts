import { endpoints, type Collaborator } from "@guestlist/contract";
import type { Context } from "./context.ts";
import { databaseName } from "./database-name.ts";
import { Failure } from "./failure.ts";
import { allPages } from "./pages.ts";

/** The row of an address, whatever its case. Throws Failure where the database has none. */
export async function findCollaborator(context: Context, email: string): Promise<[Collaborator, string]> {
  const [[found], name] = await findCollaborators(context, [email]);
  return [found as Collaborator, name];
}

/** One row for each address, in their order and each once. Throws Failure for the first that the database has not. */
export async function findCollaborators(
  context: Context,
  emails: readonly string[],
): Promise<[Collaborator[], string]> {
  const params = { database: context.database };
  const [{ collaborators }, name] = await Promise.all([
    allPages("collaborators", (query) => context.call(endpoints.listCollaborators, { params, query })),
    databaseName(context),
  ]);
  const found = emails.map((email) => {
    const address = email.trim().toLowerCase();
    const one = collaborators.find((each) => each.email.toLowerCase() === address);
    if (one === undefined) throw new Failure("not_found", `${email} is not a collaborator of ${name}.`);
    return one;
  });
  return [[...new Set(found)], name];
}
