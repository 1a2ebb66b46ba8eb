import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { showActor } from "./account.ts";
import { forAccount } from "./actor.ts";

export const showAccount = forAccount(endpoints.showAccount, async ({ actor }) =>
  answer(200, { account: showActor(actor) }),
);
