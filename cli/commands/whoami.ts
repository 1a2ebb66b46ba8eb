import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";

export const whoami = command({
  name: "whoami",
  arguments: [],
  description: "Show the signed-in account",
  examples: ["whoami"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.showAccount, {});
    if (context.json) return context.out.json(body);
    const { email, username, email_verified_at } = body.account;
    const verified = email_verified_at === null ? ", address not verified yet" : "";
    context.out.line(`${email} (${username}) at ${context.url}${verified}`);
  },
});
