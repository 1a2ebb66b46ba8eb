import type { Platform } from "../platform/platform.ts";
import { findServerState } from "./server-queries.ts";
import { reconcilerPatience } from "./wait.ts";
import { findListedUser, type ListedUser } from "./user-queries.ts";

/**
 * Waits up to 5 s for the reconciler to bring an application's login to where `done` says. Comes back earlier when something
 * stands in the way, or the server was tried since and did not answer.
 */
export async function waitForUser(
  platform: Platform,
  of: { readonly databaseId: string; readonly serverId: string; readonly userId: string },
  done: (user: ListedUser) => boolean,
): Promise<ListedUser> {
  const since = new Date();
  const found = await platform.listen.waitFor(
    of.databaseId,
    async () => {
      const user = await findListedUser(platform.db, of.userId);
      if (done(user) || user.blocked !== null) return user;
      const server = await findServerState(platform.db, of.serverId);
      return server.state === "silent" && server.last_try_at !== null && server.last_try_at > since ? user : null;
    },
    reconcilerPatience,
  );
  return found ?? findListedUser(platform.db, of.userId);
}
