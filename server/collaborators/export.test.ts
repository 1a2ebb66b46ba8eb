import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { exportCollaborators } from "./export.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
const ids: Record<string, string> = {};

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [exportCollaborators]);
  const rows = databaseRows(control);
  for (const name of ["owner", "full", "kept", "reader", "stranger"])
    ids[name] = await rows.account(`${name}@example.com`);
  ids["formula"] = await rows.account(`=cmd@example.com`);
  const server = await rows.server();
  const open = await rows.database("open-database", ids["owner"]!, server);
  const kept = await rows.database("kept-database", ids["owner"]!, server, { collaborators_managed_by: "owner" });
  await rows.collaborator(open, ids["full"]!, "accepted", "full");
  await rows.collaborator(open, ids["reader"]!, "accepted", "read-only");
  await rows.collaborator(open, ids["formula"], "pending");
  await rows.collaborator(open, ids["stranger"]!, "ended");
  await rows.collaborator(kept, ids["kept"]!, "accepted", "full");
});
afterAll(async () => {
  await served.close();
  await control.drop();
});

const exported = (who: string, query = "") => served.send(ids[who]!, "GET", `/v1/collaborators/export${query}`);
const addresses = (csv: string): string[] =>
  csv
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",").slice(0, 2).join(" "));

describe("the export", () => {
  test("has every open row of the databases that one manages, and no other", async () => {
    expect(addresses((await exported("owner")).text)).toEqual([
      "kept-database kept@example.com",
      "open-database full@example.com",
      "open-database reader@example.com",
      `open-database "'=cmd@example.com"`,
    ]);
    expect(addresses((await exported("full")).text)).toHaveLength(3);
    for (const who of ["kept", "reader", "stranger"]) expect(addresses((await exported(who)).text)).toEqual([]);
  });

  test("is a file, of one database where one is named", async () => {
    const { headers, text } = await exported("owner", "?format=csv&database=kept-database");
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(headers["content-disposition"]).toMatch(/^attachment; filename="collaborators-\d{4}-\d\d-\d\d\.csv"$/);
    expect(addresses(text)).toEqual(["kept-database kept@example.com"]);
  });

  test.each(["kept-database", "no-such-database", "'"])(
    "of %s is refused alike to whoever does not manage it",
    async (name) => {
      const answer = await exported("full", `?database=${encodeURIComponent(name)}`);
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    },
  );

  test("as JSON says who made it and when, with null where nothing is known", async () => {
    const { headers, text } = await exported("full", "?format=json");
    expect(headers["content-disposition"]).toMatch(/\.json"$/);
    const document = JSON.parse(text) as { exported_by: string; collaborators: Record<string, unknown>[] };
    expect(document.exported_by).toBe("full@example.com");
    expect(document.collaborators[0]).toMatchObject({
      database: "open-database",
      status: "accepted",
      last_login_at: null,
      logins_watched_since: null,
    });
    expect(document.collaborators.map(({ email }) => email)).toContain("=cmd@example.com");
  });
});
