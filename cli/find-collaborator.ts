import { endpoints, type Collaborator } from "@guestlist/contract";
import type { Context } from "./context.ts";
import { databaseName } from "./database-name.ts";
import { Failure } from "./failure.ts";
import { allPages } from "./pages.ts";

/** The row of an address, whatever its case. Throws Failure where the database has none. */
export async function findCollaborator(context: Context, email: string): Promise<[Collaborator, string]> {
  const params = { database: context.database };
  const [{ collaborators }, name] = await Promise.all([
    allPages("collaborators", (query) => context.call(endpoints.listCollaborators, { params, query })),
    databaseName(context),
  ]);
  const address = email.trim().toLowerCase();
  const found = collaborators.find((one) => one.email.toLowerCase() === address);
  if (found === undefined) throw new Failure("not_found", `${email} is not a collaborator of ${name}.`);
  return [found, name];
}
