import { createAccountByAdmin } from "../../server/accounts/create-account.ts";
import { openControlDatabase } from "../../server/platform/control-database.ts";
import { createLog } from "../../server/platform/log.ts";

/** What `admin create-account` does, without a process of its own: a start of Node costs half a second. */
export async function makeAccount(
  databaseUrl: string,
  account: { email: string; username: string; password: string },
): Promise<{ token: string }> {
  const control = openControlDatabase(databaseUrl, createLog("silent"), 1);
  try {
    const { token = "" } = await createAccountByAdmin(control.db, { ...account, token: true });
    return { token };
  } finally {
    await control.close();
  }
}
