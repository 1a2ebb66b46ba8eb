import type { Db } from "../platform/control-database.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import { lockFirstAccount, replaceSetupLink } from "./link-queries.ts";
import { anyAccountExists } from "./queries.ts";

/**
 * A new token for the link that makes the first account (`PUBLIC_URL/setup#token`); one from an earlier start stops
 * working. Null once an account exists.
 */
export async function issueSetupLink(db: Db): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await lockFirstAccount(tx);
    if (await anyAccountExists(tx)) return null;
    const token = newToken("gli");
    await replaceSetupLink(tx, hashToken(token));
    return token;
  });
}
