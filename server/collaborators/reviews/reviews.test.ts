import { createHash } from "node:crypto";
import type { Review, ReviewItem } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../../test/support/serve-journeys.ts";
import { decideReview } from "./decide.ts";
import { discardReview } from "./discard.ts";
import { finishReview } from "./finish.ts";
import { listReviews } from "./list.ts";
import { showReviewDocument } from "./show-document.ts";
import { showReview } from "./show.ts";
import { startReview } from "./start.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let server: string;
const id: Record<string, string> = {};

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [
    startReview,
    listReviews,
    showReview,
    decideReview,
    finishReview,
    discardReview,
    showReviewDocument,
  ]);
  rows = databaseRows(control);
  server = await rows.server();
  for (const who of ["owner", "full", "reader", "invited", "invited2", "stranger"])
    id[who] = await rows.account(`${who}@example.com`);
});
afterAll(async () => {
  await served.close();
  await control.drop();
});

interface Answer {
  review: Review;
  items: ReviewItem[];
  item: ReviewItem;
  reviews: Review[];
  hidden: number;
  code: string;
}
async function send(who: string, method: "GET" | "POST" | "DELETE", path: string, body?: object) {
  const { status, body: answered, text } = await served.send(id[who]!, method, `/v1/reviews${path}`, body);
  return { status, text, body: answered as unknown as Answer };
}
const start = (who: string, database?: string) => send(who, "POST", "", database === undefined ? {} : { database });
const decide = (who: string, review: string, item: string | undefined, decision: "keep" | "end") =>
  send(who, "POST", `/${review}/decisions`, { item, decision });

let number = 0;
/** A database with an accepted full collaborator, an accepted reader, and two invitations. */
async function newDatabase(): Promise<string> {
  const name = `review-${(number += 1)}-db`;
  const database = await rows.database(name, id["owner"]!, server);
  await rows.collaborator(database, id["full"]!, "accepted", "full");
  await rows.collaborator(database, id["reader"]!, "accepted", "read-only");
  await rows.collaborator(database, id["invited"]!, "pending");
  await rows.collaborator(database, id["invited2"]!, "pending");
  return name;
}
const statusOf = async (item: ReviewItem): Promise<string | undefined> =>
  (await control.query<{ status: string }>("select status from collaborators where id = $1", [item.collaborator_id]))[0]
    ?.status;
const itemOf = (items: readonly ReviewItem[], email: string): string | undefined =>
  items.find((item) => item.email === email)?.id;

describe("a review", () => {
  test("has every open access but one's own; whoever starts it again goes on with it, also in another tab", async () => {
    const name = await newDatabase();
    const started = await start("owner", name);
    expect(started.status).toBe(201);
    expect(started.body.items.map(({ email }) => email)).toEqual([
      "full@example.com",
      "reader@example.com",
      "invited@example.com",
      "invited2@example.com",
    ]);
    await decide("owner", started.body.review.id, started.body.items[0]?.id, "keep");
    const again = await start("owner", name);
    expect([again.status, again.body.review.id]).toEqual([200, started.body.review.id]);
    expect(again.body.review.counts).toMatchObject({ items: 4, kept: 1, undecided: 3 });
    const both = await Promise.all([start("full", name), start("full", name), start("full", name)]);
    expect(new Set(both.map(({ body }) => body.review.id)).size).toBe(1);
    expect(both[0]?.body.items.map(({ email }) => email)).not.toContain("full@example.com");
  });

  test("is started by those who manage the collaborators, and decided by whoever started it", async () => {
    const name = await newDatabase();
    for (const who of ["reader", "stranger"]) expect((await start(who, name)).status).toBe(404);
    expect((await start("stranger")).body.code).toBe("nobody_to_review");
    const { body } = await start("owner", name);
    expect((await send("reader", "GET", `/${body.review.number}`)).status).toBe(404);
    const seen = await send("full", "GET", `/${body.review.number}`);
    expect(seen.body.review.can).toEqual({ decide: false, finish: false, discard: false });
    const refused = await decide("full", body.review.id, body.items[1]?.id, "keep");
    expect(refused).toMatchObject({ status: 403, body: { code: "not_permitted" } });
    expect((await send("full", "POST", `/${body.review.id}/finish`)).status).toBe(403);
    expect((await send("full", "DELETE", `/${body.review.id}`)).status).toBe(403);
  });

  test("ends what is to end as a revoke does; an end is not taken back, a keep is", async () => {
    const { body } = await start("owner", await newDatabase());
    const [full, reader, invited] = body.items;
    expect((await decide("owner", body.review.id, full?.id, "keep")).body.item.decision).toBe("keep");
    const withdrawn = await decide("owner", body.review.id, invited?.id, "end");
    expect(withdrawn).toMatchObject({ status: 200, body: { ended: { closure: null } } });
    const revoking = await decide("owner", body.review.id, reader?.id, "end");
    expect(revoking).toMatchObject({ status: 202, body: { collaborator: { status: "revoking" } } });
    expect(await statusOf(reader!)).toBe("revoking");
    // Asked again, it says how far it has come; nothing is recorded twice.
    expect((await decide("owner", body.review.id, invited?.id, "end")).status).toBe(200);
    expect((await decide("owner", body.review.id, invited?.id, "keep")).body.code).toBe("already_decided");
    const sql = `select subject_email, data->>'decision' as decision from events
                 where type = 'review.decided' and data->>'review_number' = $1 order by id`;
    expect(await control.query(sql, [String(body.review.number)])).toEqual([
      { subject_email: "full@example.com", decision: "keep" },
      { subject_email: "invited@example.com", decision: "end" },
      { subject_email: "reader@example.com", decision: "end" },
    ]);
  });

  test("is finished when everything is decided, and neither it nor its document changes any more", async () => {
    const name = await newDatabase();
    const { body } = await start("owner", name);
    const { id: review } = body.review;
    expect((await send("owner", "GET", `/${review}/document`)).body.code).toBe("review_is_not_complete");
    await decide("owner", review, itemOf(body.items, "full@example.com"), "keep");
    await decide("owner", review, itemOf(body.items, "reader@example.com"), "keep");
    await decide("owner", review, itemOf(body.items, "invited@example.com"), "end");
    const early = await send("owner", "POST", `/${review}/finish`);
    expect(early).toMatchObject({ status: 409, body: { code: "review_is_not_complete" } });
    // Ended otherwise meanwhile: nothing is left to decide about it.
    await control.query(
      `update collaborators set status = 'ended', ended_at = now(), end_reason = 'declined', token_hash = null where id = $1`,
      [body.items[3]?.collaborator_id],
    );
    const finished = await send("owner", "POST", `/${review}/finish`);
    expect(finished.body.review).toMatchObject({
      status: "finished",
      counts: { items: 4, kept: 2, ended: 1, ended_otherwise: 1, undecided: 0 },
    });
    const document = await send("full", "GET", `/${review}/document`);
    expect(createHash("sha256").update(document.text).digest("hex")).toBe(finished.body.review.document_sha256);
    expect(JSON.parse(document.text)).toMatchObject({
      reviewer: "owner@example.com",
      kept: 2,
      ended: 1,
      accesses: [
        { email: "full@example.com", outcome: "kept", access: "full" },
        { email: "reader@example.com", outcome: "kept", access: "read-only" },
        { email: "invited@example.com", outcome: "ended" },
        { email: "invited2@example.com", outcome: "ended otherwise" },
      ],
    });
    const late = await decide("owner", review, itemOf(body.items, "full@example.com"), "end");
    expect(late).toMatchObject({ status: 409, body: { code: "review_has_ended" } });
    expect((await send("owner", "POST", `/${review}/finish`)).body.code).toBe("review_has_ended");
    expect((await send("owner", "DELETE", `/${review}`)).body.code).toBe("review_has_ended");
    for (const sql of [
      "update access_reviews set document = 'other' where id = $1",
      "delete from access_reviews where id = $1",
      "update access_review_items set decision = 'end' where review_id = $1",
      "delete from access_review_items where review_id = $1",
    ])
      await expect(control.query(sql, [review])).rejects.toMatchObject({ code: "23001" });
    expect((await send("owner", "GET", `/${review}/document`)).text).toBe(document.text);
  });

  test("shows no more of a database than its reader manages", async () => {
    const name = await newDatabase();
    const { body } = await start("full", name);
    await control.query("update databases set collaborators_managed_by = 'owner' where name = $1", [name]);
    const after = await send("full", "GET", `/${body.review.id}`);
    expect(after.body.items).toEqual([]);
    expect(after.body.hidden).toBe(3);
    expect((await decide("full", body.review.id, body.items[0]?.id, "end")).status).toBe(404);
    expect(await statusOf(body.items[0]!)).toBe("accepted");
  });

  test("that is discarded is nobody's any more, and another can be started", async () => {
    const name = await newDatabase();
    const { body } = await start("owner", name);
    expect((await send("owner", "DELETE", `/${body.review.id}`)).status).toBe(204);
    const { reviews } = (await send("owner", "GET", "")).body;
    expect(reviews.map((review) => review.id)).not.toContain(body.review.id);
    expect((await start("owner", name)).status).toBe(201);
  });

  test("of everything one manages goes over all databases, by name", async () => {
    const { body } = await start("owner");
    expect(body.review.database).toBeNull();
    const names = body.items.map(({ database }) => database.name);
    expect(new Set(names).size).toBeGreaterThan(2);
    expect(names).toEqual(names.toSorted());
    expect((await send("full", "GET", `/${body.review.id}`)).status).toBe(404);
  });
});
