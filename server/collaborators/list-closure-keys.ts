import { endpoints } from "@guestlist/contract";
import { forAnyone } from "../accounts/actor.ts";
import { answer } from "../platform/http/journey.ts";

/** Public keys of closure receipts. Anyone may read them: whoever was handed a receipt needs no account to check it. */
export const listClosureKeys = forAnyone(endpoints.listClosureKeys, async ({ tx }) => {
  const rows = await tx
    .selectFrom("signing_keys")
    .select(["id", "public_key", "created_at", "retired_at"])
    .orderBy("created_at", "desc")
    .execute();
  const keys = rows.map((row) => ({
    key_id: row.id,
    public_key: row.public_key,
    created_at: row.created_at.toISOString(),
    retired_at: row.retired_at?.toISOString() ?? null,
  }));
  return answer(200, { keys });
});
