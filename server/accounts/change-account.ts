import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { showAccountRow } from "./account.ts";
import { forAccount } from "./actor.ts";
import { lockAccount } from "./queries.ts";
import { setUsername } from "./profile-queries.ts";
import { readUsername } from "./username.ts";

/** Changes the username. Database logins keep their names: people have them in their settings. */
export const changeAccount = forAccount(endpoints.changeAccount, async ({ tx, actor, body }) => {
  const wanted = readUsername(body.username);
  const before = await lockAccount(tx, actor.accountId);
  if (before.username === wanted.username) return answer(200, { account: showAccountRow(before) });
  const changed = await setUsername(tx, actor.accountId, wanted);
  if (changed === null)
    throw new Refusal("username_taken", `Somebody else is called ${wanted.username}. Choose another one.`, "username");
  const data = { from: before.username, to: changed.username };
  await recordEvent(tx, { type: "account.username_changed", actor, subject: actor.email, data });
  return answer(200, { account: showAccountRow(changed) });
});
