import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stage } from "../testing/stage.ts";

const { cli, peer, run } = stage();

const csv = "database,email\r\nmy-dedicated-db,user@example.com\r\n";
const asFile = {
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": 'attachment; filename="collaborators.csv"',
};

test("writes the file to standard output, or to a new file", async () => {
  const call = "GET /v1/collaborators/export?format=csv&database=my-dedicated-db";
  peer.on(call, { text: csv, headers: asFile });
  const shown = await run("-d", "my-dedicated-db", "collaborators-export");
  expect(shown).toEqual({ code: 0, stdout: csv.replaceAll("\r", ""), stderr: "" });
  const file = join(cli.folder, "collaborators.csv");
  expect((await run("-d", "my-dedicated-db", "collaborators-export", "--output", file)).code).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(csv);
  const again = await run("-d", "my-dedicated-db", "collaborators-export", "--output", file);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("EEXIST");
  expect(existsSync(file)).toBe(true);
});

test("asks for JSON by --format or by --json", async () => {
  peer.on("GET /v1/collaborators/export?format=json", { text: '{"collaborators":[]}\n' });
  for (const flag of [["--format", "json"], ["--json"]])
    expect((await run("collaborators-export", ...flag)).stdout).toBe('{"collaborators":[]}\n');
});
