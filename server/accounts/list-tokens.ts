import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { forAccount } from "./actor.ts";
import { showTokenRow } from "./api-token.ts";
import { openTokens } from "./actor-queries.ts";

export const listTokens = forAccount(endpoints.listTokens, async ({ tx, actor }) => {
  const rows = await openTokens(tx, actor.accountId);
  return answer(200, { tokens: rows.map(showTokenRow) });
});
