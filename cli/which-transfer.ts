import { endpoints } from "@guestlist/contract";
import type { Context } from "./context.ts";
import { Failure, UsageFailure } from "./failure.ts";

/** The offered database meant: by its name or id, or because no other one is offered. */
export async function whichTransfer(context: Context, typed: string | undefined): Promise<string> {
  const wanted = typed ?? context.databaseIfAny;
  if (wanted !== undefined) return wanted;
  const { body } = await context.call(endpoints.listTransfers, {});
  const [only, another] = body.transfers;
  if (only === undefined) throw new Failure("not_found", "No database is offered to you.");
  if (another === undefined) return only.database.id;
  const names = body.transfers.map(({ database }) => database.name).join(", ");
  throw new UsageFailure(`Which database? These are offered to you: ${names}.`);
}
