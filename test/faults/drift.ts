import type { AccessStage } from "../support/access-stage.ts";

/** What was found in the stage's database that nobody asked for, and whether it was repaired, in words. */
export async function driftOf({ access, database }: AccessStage): Promise<{ found: string[]; repaired: string[] }> {
  const events = await access.db
    .selectFrom("events")
    .select(["type", "data"])
    .where("database_id", "=", database.id)
    .where("type", "in", ["access.drift_found", "access.repaired"])
    .orderBy("id")
    .execute();
  const words = (type: string, key: "found" | "what"): string[] =>
    events.filter((event) => event.type === type).map(({ data }) => (data as Record<string, string>)[key] ?? "");
  return { found: words("access.drift_found", "found"), repaired: words("access.repaired", "what") };
}
