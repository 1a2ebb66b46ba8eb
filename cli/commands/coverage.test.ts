import type { Coverage } from "@guestlist/contract";
import { expect, test } from "vitest";
import { stage } from "../testing/stage.ts";

const { peer, run: runCli } = stage();
const run = (...args: string[]) => runCli("--database", "my-dedicated-db", "coverage", ...args);

const level = (reached: number) => ({
  schemas: { reached: 3, of: 3 },
  tables: { reached, of: 412 },
  sequences: { reached: 1, of: 1 },
});
const coverage: Coverage = {
  read_only: level(412),
  read_write: level(409),
  gaps: [
    {
      level: "read-write",
      kind: "tables",
      schema: "x",
      owner: "rdsadmin",
      count: 3,
      reason: "the admin connection has no rights on rdsadmin",
      sentence: "For read-write: 3 tables in schema x belong to rdsadmin and cannot be granted.",
    },
  ],
  gaps_left_out: 0,
  measured_at: "2026-02-13T10:21:07.000Z",
};

test("tells what each level reaches, and what it cannot be granted", async () => {
  peer.on("GET /v1/databases/my-dedicated-db/coverage", { body: { coverage } });
  expect(await run()).toEqual({
    code: 0,
    stdout: [
      "read-only can read 412 of 412 tables and 1 of 1 sequence",
      "read-write can read and write 409 of 412 tables and 1 of 1 sequence",
      " !     For read-write: 3 tables in schema x belong to rdsadmin and cannot be granted.",
      "",
    ].join("\n"),
    stderr: "       Measured 2026-02-13 10:21:07 UTC\n",
  });
  expect(JSON.parse((await run("--json")).stdout)).toEqual({ coverage });
});

test("says that it was not measured yet", async () => {
  peer.on("GET /v1/databases/my-dedicated-db/coverage", { body: { coverage: null } });
  expect((await run()).stdout).toBe("It was not measured yet: the database is being made ready.\n");
});
