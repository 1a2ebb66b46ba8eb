import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import { forgive, limit } from "../platform/rate-limit.ts";
import { Refusal } from "../platform/refusal.ts";
import { errandForAccount } from "./actor.ts";
import { killLinks } from "./link-queries.ts";
import { hashPassword, isPassword, requireStrongPassword } from "./password.ts";
import { findCredentials, replacePassword } from "./queries.ts";
import { deleteSessionsOf } from "./actor-queries.ts";
import { rules } from "./rules.ts";

/** Changes the password by the present one; the other sessions end, and a reset link under way stops working. */
export const changePassword = errandForAccount(endpoints.changePassword, async ({ platform, body, actor }) => {
  await limit(platform, rules.passwordOf, [actor.accountId]);
  const account = await findCredentials(platform.db, { accountId: actor.accountId });
  const right = await isPassword(body.current_password, account?.password_hash ?? null);
  if (account === null || !right) throw wrongPassword();
  await forgive(platform, rules.passwordOf, [actor.accountId]);
  await requireStrongPassword(body.new_password, [actor.email, actor.username], "new_password");
  const passwordHash = await hashPassword(body.new_password);
  await platform.db.transaction().execute(async (tx) => {
    if ((await replacePassword(tx, account.id, passwordHash, account.password_hash)) === null) throw wrongPassword();
    await deleteSessionsOf(tx, account.id, actor.via.kind === "session" ? actor.via.id : undefined);
    await killLinks(tx, account.id, "reset");
    await recordEvent(tx, { type: "account.password_changed", actor, subject: actor.email });
  });
  return answer(204, null);
});

const wrongPassword = (): Refusal =>
  new Refusal("wrong_password", "That is not the present password.", "current_password");
