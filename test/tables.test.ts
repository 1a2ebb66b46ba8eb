import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { generateTables } from "../server/platform/generate-tables.ts";
import { createControlDatabase } from "./support/control-database.ts";
import { root } from "./support/paths.ts";

test("the table types are those of the migrated schema (npm run tables makes them anew)", async () => {
  const control = await createControlDatabase();
  try {
    const written = readFileSync(path.join(root, "server/platform/tables.ts"), "utf8");
    expect(written).toBe(await generateTables(control.url));
  } finally {
    await control.drop();
  }
});
