import type { Review, ReviewItem } from "@guestlist/contract";
import { expect, test } from "vitest";
import { collaborator, ids } from "../testing/records.ts";
import { stage } from "../testing/stage.ts";

const { peer, run } = stage();

const at = "2026-02-13T10:21:07.000Z";
const review: Review = {
  id: ids.invitation,
  number: 3,
  status: "open",
  database: null,
  reviewer: "user1@example.com",
  started_at: at,
  ended_at: null,
  counts: { items: 2, kept: 0, ended: 0, ended_otherwise: 0, undecided: 2 },
  document_sha256: null,
  can: {},
  why_not: {},
};
const item = (name: string, differs: Partial<ReviewItem> = {}): ReviewItem => ({
  id: ids.closure,
  database: { id: ids.database, name },
  collaborator_id: ids.collaborator,
  email: "user@example.com",
  username: "user",
  status: "accepted",
  access: "full",
  until: null,
  invited_by: "user1@example.com",
  invited_at: at,
  accepted_at: at,
  last_login_at: null,
  watched_since: at,
  sessions: 0,
  decision: null,
  decided_at: null,
  closure_number: null,
  ended_otherwise: false,
  ...differs,
});
const answer = { review, items: [item("my-dedicated-db")], hidden: 0 };

test("starts a review and shows what one needs to decide", async () => {
  peer.on("POST /v1/reviews", { status: 201, body: answer });
  const { stdout } = await run("--database", "my-dedicated-db", "review-start");
  expect(peer.received[0]?.body).toEqual({ database: "my-dedicated-db" });
  expect(stdout).toContain("not seen since 2026-02-13 10:21:07 UTC");
  expect(stdout).toContain("-----> Access review 0003 is open: 0 kept, 0 ended, 2 to decide\n");
});

test("decides by address, and asks which database where there are two", async () => {
  const two = [item("my-dedicated-db"), item("other-database", { id: ids.owner })];
  peer.on("GET /v1/reviews/3", { body: { ...answer, items: two } });
  const unclear = await run("review-decide", "3", "user@example.com", "--end");
  expect(unclear.code).toBe(1);
  expect(unclear.stderr).toContain("my-dedicated-db, other-database");
  expect((await run("review-decide", "3", "user@example.com")).code).toBe(2);
  expect(peer.calls).toEqual(["GET /v1/reviews/3"]);
  peer.on("POST /v1/reviews/3/decisions", { body: { item: two[1], ended: null } });
  const kept = await run("-d", "other-database", "review-decide", "3", "USER@example.com", "--keep");
  expect(kept).toEqual({ code: 0, stdout: "-----> user@example.com keeps access to other-database\n", stderr: "" });
  expect(peer.received.at(-1)?.body).toEqual({ item: ids.owner, decision: "keep" });
});

test("exits with 1 while an access that was to end is open", async () => {
  const waiting = "my-dedicated-db does not answer: access is still open, and will be closed as soon as it does.";
  peer.on("GET /v1/reviews/3", { body: answer });
  peer.on("POST /v1/reviews/3/decisions", {
    status: 202,
    body: { item: item("my-dedicated-db"), collaborator: collaborator(), waiting },
  });
  const ran = await run("review-decide", "3", "user@example.com", "--end");
  expect(ran).toEqual({ code: 1, stdout: "", stderr: ` !     ${waiting}\n` });
});

test("finishes, lists, and prints the document as it is", async () => {
  const counts = { ...review.counts, kept: 2, undecided: 0 };
  const finished: Review = { ...review, status: "finished", ended_at: at, counts, document_sha256: "ab".repeat(32) };
  peer.on("POST /v1/reviews/3/finish", { body: { ...answer, review: finished } });
  expect((await run("review-finish", "3")).stdout).toContain("is finished: 2 kept, 0 ended\n");
  peer.on("GET /v1/reviews?limit=500", { body: { reviews: [finished], next_cursor: null } });
  expect((await run("reviews")).stdout).toContain("│ 0003   │ all      │ finished │");
  peer.on("GET /v1/reviews/3/document", {
    text: '{\n  "kept": 2\n}\n',
    headers: { "content-type": "application/json" },
  });
  expect((await run("review-show", "3", "--document")).stdout).toBe('{\n  "kept": 2\n}\n');
});
