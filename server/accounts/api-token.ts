import type { ApiToken } from "@guestlist/contract";
import type { Tx } from "../platform/control-database.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import { insertToken, type ApiTokenRow } from "./actor-queries.ts";

/** Makes a token; its secret exists in this answer alone. */
export async function makeToken(
  tx: Tx,
  accountId: string,
  name: string,
): Promise<{ readonly row: ApiTokenRow; readonly token: string }> {
  const token = newToken("glt");
  const row = await insertToken(tx, { accountId, name, hint: token.slice(0, 8), tokenHash: hashToken(token) });
  return { row, token };
}

export const showTokenRow = (row: ApiTokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  created_at: row.created_at.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
});
