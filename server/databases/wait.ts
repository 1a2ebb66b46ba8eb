import type { Database } from "@guestlist/contract";
import type { Platform } from "../platform/platform.ts";
import { databaseView } from "./view.ts";
import { findView } from "./view-queries.ts";

/** How long a request waits for the reconciler before it answers with what is so far: milliseconds. */
export const reconcilerPatience = 5000;

/**
 * Waits up to 5 s for the reconciler to bring a database to where `done` says, and returns it as it then is. Comes back
 * earlier when something stands in the way, or the server was tried since and did not answer.
 */
export async function waitForDatabase(
  platform: Platform,
  reader: { readonly accountId: string },
  databaseId: string,
  done: (database: Database) => boolean,
): Promise<Database> {
  const since = new Date();
  const look = async (): Promise<Database> =>
    databaseView(await findView(platform.db, reader.accountId, databaseId), reader);
  const found = await platform.listen.waitFor(
    databaseId,
    async () => {
      const database = await look();
      return done(database) || database.blocked !== null || triedInVain(database, since) ? database : null;
    },
    reconcilerPatience,
  );
  return found ?? look();
}

const triedInVain = ({ server }: Database, since: Date): boolean =>
  server.state === "silent" && server.last_try_at !== null && new Date(server.last_try_at) > since;
