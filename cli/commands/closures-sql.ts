import { endpoints } from "@guestlist/contract";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { findCollaborator } from "../find-collaborator.ts";
import { instant } from "../instants.ts";

export const closuresSql = command({
  name: "closures sql",
  arguments: ["<email>"],
  description: "Print the SQL that ends an access by hand, also when Guestlist is down",
  examples: [
    "--database my-dedicated-db closures sql user@example.com > end.sql",
    "--database my-dedicated-db closures sql user@example.com --data-dir /srv/guestlist/data",
  ],
  options: [["--data-dir <folder>", "read what the server kept in its data folder (or DATA_DIR, or ./data)"]],
  async run(context, [email], { dataDir }) {
    const found = dataDir === undefined ? await ask(context, email) : readKept(context, email, dataDir);
    if (context.json) return context.out.json(found);
    if (found.as_of !== undefined)
      context.out.note(
        `Guestlist was not asked: this is what it knew when somebody's access last changed, ${instant(found.as_of)}.`,
      );
    context.out.text(found.sql);
  },
});

interface ClosingSql {
  readonly email: string;
  readonly login_name: string;
  readonly sql: string;
  /** Only of what was kept in the data folder. */
  readonly as_of?: string;
}

/** Of the server, or of its data folder when it does not answer and the folder is on this machine. */
async function ask(context: Context, email: string): Promise<ClosingSql> {
  try {
    const [{ id }] = await findCollaborator(context, email);
    const params = { database: context.database, id };
    return (await context.call(endpoints.showClosingSql, { params })).body;
  } catch (error) {
    if (!(error instanceof Failure) || error.problem.code !== "unavailable") throw error;
    try {
      return readKept(context, email, context.env["DATA_DIR"] ?? "data");
    } catch {
      throw new Failure("unavailable", `${error.message} Add --data-dir FOLDER to read what the server has kept.`);
    }
  }
}

function readKept(context: Context, email: string, dataDir: string): ClosingSql {
  const file = join(dataDir, "closing-sql", `${context.database}.json`);
  let kept: { as_of: string; people: Omit<ClosingSql, "as_of">[] };
  try {
    kept = JSON.parse(readFileSync(file, "utf8")) as typeof kept;
  } catch (error) {
    throw new Failure("not_found", `${file} cannot be read: ${(error as Error).message}.`);
  }
  const address = email.trim().toLowerCase();
  const one = kept.people.find((each) => each.email.toLowerCase() === address);
  if (one === undefined)
    throw new Failure(
      "not_found",
      `${email} had no login on ${context.database} when that was last kept, ${instant(kept.as_of)}.`,
    );
  return { ...one, as_of: kept.as_of };
}
