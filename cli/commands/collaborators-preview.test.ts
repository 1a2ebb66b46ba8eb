import type { RevocationPreview } from "@guestlist/contract";
import { beforeEach, expect, test } from "vitest";
import { collaborator, database, ids } from "../testing/records.ts";
import { stage } from "../testing/stage.ts";

const { peer, run: runCli } = stage();
beforeEach(() => {
  peer.on("GET /v1/databases/my-dedicated-db", { body: { database: database() } });
  peer.on("GET /v1/databases/my-dedicated-db/collaborators?limit=500", {
    body: { collaborators: [collaborator()], next_cursor: null },
  });
});

const run = (...args: string[]) =>
  runCli("--database", "my-dedicated-db", "collaborators-preview", "user@example.com", ...args);
const path = `GET /v1/databases/my-dedicated-db/collaborators/${ids.collaborator}/revocation-preview`;

const preview: RevocationPreview = {
  seen: true,
  not_seen: [],
  login_name: "user_w2p8",
  sessions: [
    {
      pid: 7,
      application: "psql",
      client: null,
      since: "2026-02-13T10:21:07.000Z",
      state: "idle",
      transaction_s: 12.4,
    },
  ],
  objects: [{ database: "shop", kind: "table", count: 2, bytes: 16_384 }],
  locks: [],
  prepared_transactions: [],
  subscriptions: [{ name: "feed", database: "shop" }],
  memberships: 1,
  grants: 0,
  given: [],
  given_count: 0,
  security_definer_functions: [],
  invitations: ["lena@example.com"],
  api_tokens: 2,
  could_still_use: null,
};

test("tells what a revoke would end, what is in the way first", async () => {
  peer.on(path, { body: preview });
  expect(await run()).toEqual({
    code: 0,
    stderr: "",
    stdout: [
      "-----> Revoking the access of user@example.com to my-dedicated-db would end:",
      "     1 session",
      "         psql, pid 7, since 2026-02-13 10:21:07 UTC, in a transaction for 12 s: its changes will be undone",
      "     1 login, user_w2p8",
      "     1 subscription owned: replication needs another owner",
      "         feed in shop",
      "     2 objects of theirs change owner; no data is deleted",
      "         2 tables in shop, 16 kB",
      "     1 membership",
      "     1 invitation that they sent",
      "         lena@example.com",
      "     2 API tokens of the account: refused for this database from then on, and good for others",
      "",
    ].join("\n"),
  });
  expect(JSON.parse((await run("--json")).stdout)).toEqual(preview);
});

test("says that the database cannot be looked at, and exits with 1", async () => {
  peer.on(path, { body: { ...preview, seen: false, sessions: [], objects: [], subscriptions: [], memberships: 0 } });
  const { code, stderr } = await run();
  expect([code, stderr]).toEqual([
    1,
    " !     my-dedicated-db cannot be looked at now, so only what is known without that is told.\n",
  ]);
});
