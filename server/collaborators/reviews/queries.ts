import { sql, type RawBuilder } from "kysely";
import type { ReviewDecision } from "@guestlist/contract";
import type { Reader, Tx } from "../../platform/control-database.ts";
import { managedBy } from "../listing.ts";
import type { ReviewFacts, ReviewItemRow, ReviewRow } from "./review.ts";

/**
 * Databases whose access the account may know of: those that it manages, and those that it owned to their end, so that a
 * document outlives its database.
 */
const knownTo = (accountId: string): RawBuilder<unknown> =>
  sql`(select id from databases where owner_account_id = ${accountId} union all select id from ${managedBy(accountId)} managed)`;

/** One's own, and those of a single database that one may know of. */
const reviews = (accountId: string): RawBuilder<ReviewRow> => sql`
  select r.id, r.number, r.account_id, a.email as reviewer, r.database_id, d.name as database_name, r.status, r.started_at,
         r.ended_at, r.document_sha256, counts.*
  from access_reviews r join accounts a on a.id = r.account_id left join databases d on d.id = r.database_id
  cross join lateral (
    select count(*)::int as items, count(*) filter (where i.decision = 'end')::int as ended,
           count(*) filter (where i.decision = 'keep' and (r.status <> 'open' or c.status in ('pending', 'accepted')))::int as kept,
           count(*) filter (where i.decision is distinct from 'end' and (c.status in ('revoking', 'ended'))
                              and (r.status = 'open' or i.decision is null))::int as ended_otherwise
    from access_review_items i join collaborators c on c.id = i.collaborator_id
    where i.review_id = r.id and i.database_id in ${knownTo(accountId)}) counts
  where (r.account_id = ${accountId} or (r.database_id in ${knownTo(accountId)} and r.status <> 'discarded'))`;

/** Newest first. `before` is the number of the last one shown. */
export async function listReviewRows(
  db: Reader,
  accountId: string,
  page: { readonly limit: number; readonly before?: number },
): Promise<ReviewRow[]> {
  const older = page.before === undefined ? sql`` : sql`and r.number < ${page.before}`;
  const { rows } = await sql<ReviewRow>`${reviews(accountId)} and r.status <> 'discarded' ${older}
    order by r.number desc limit ${page.limit}`.execute(db);
  return rows;
}

export async function findReview(
  db: Reader,
  accountId: string,
  by: { readonly id: string } | { readonly number: number },
): Promise<ReviewRow | null> {
  const that = "id" in by ? sql`r.id = ${by.id}` : sql`r.number = ${by.number}`;
  const { rows } = await sql<ReviewRow>`${reviews(accountId)} and ${that}`.execute(db);
  return rows[0] ?? null;
}

/** Null where the account has none open of that scope. */
export async function findOpenReview(db: Reader, accountId: string, databaseId: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from access_reviews
    where account_id = ${accountId} and database_id is not distinct from ${databaseId}::uuid and status = 'open'`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** Null when one of that scope is open already: the unique index is the judge. */
export async function insertReview(
  tx: Tx,
  accountId: string,
  databaseId: string | null,
): Promise<{ readonly id: string; readonly number: number } | null> {
  const row = await tx
    .insertInto("access_reviews")
    .values({ account_id: accountId, database_id: databaseId })
    .onConflict((conflict) => conflict.doNothing())
    .returning(["id", "number"])
    .executeTakeFirst();
  return row ?? null;
}

/** Every open access of the databases in scope but the reviewer's own. @returns how many of each database */
export async function insertItems(
  tx: Tx,
  reviewId: string,
  accountId: string,
  databaseId: string | null,
): Promise<{ readonly database_id: string; readonly items: number }[]> {
  const inScope = databaseId === null ? sql`true` : sql`c.database_id = ${databaseId}`;
  const { rows } = await sql<{ database_id: string; items: number }>`
    with added as (
      insert into access_review_items (review_id, position, database_id, collaborator_id)
      select ${reviewId}, row_number() over (order by d.name, c.invited_at, c.id), c.database_id, c.id
      from collaborators c join databases d on d.id = c.database_id
      where c.database_id in ${managedBy(accountId)} and ${inScope} and c.status in ('pending', 'accepted')
        and c.account_id is distinct from ${accountId}
      returning database_id)
    select database_id, count(*)::int as items from added group by database_id`.execute(tx);
  return rows;
}

/** Of the databases that the reader may know of, in their order; those of others are left out. */
export async function listItems(
  db: Reader,
  reviewId: string,
  accountId: string,
  itemId?: string,
): Promise<ReviewItemRow[]> {
  const that = itemId === undefined ? sql`true` : sql`i.id = ${itemId}`;
  const { rows } = await sql<ReviewItemRow>`
    select i.id, i.database_id, d.name as database_name, i.collaborator_id, c.email, a.username, c.status, c.access, c.until,
           inviter.email as invited_by, c.invited_at, c.accepted_at, l.last_login_at, l.ready_at as watched_since, l.sessions,
           k.number as closure_number, i.decision, i.decided_at, i.facts
    from access_review_items i
    join collaborators c on c.id = i.collaborator_id
    join databases d on d.id = i.database_id
    left join accounts a on a.id = c.account_id
    left join accounts inviter on inviter.id = c.invited_by_account_id
    left join closures k on k.id = c.closure_id
    left join lateral (select * from logins where logins.collaborator_id = c.id order by created_at desc limit 1) l on true
    where i.review_id = ${reviewId} and ${that} and i.database_id in ${knownTo(accountId)}
    order by i.position`.execute(db);
  return rows;
}

export async function countItems(db: Reader, reviewId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from access_review_items where review_id = ${reviewId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Holds an open review until the transaction ends: it is not finished while something is decided in it. */
export async function holdOpenReview(tx: Tx, reviewId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("access_reviews")
    .select("id")
    .where("id", "=", reviewId)
    .where("status", "=", "open")
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Once ended, always ended: only what is undecided or kept changes. False when it has moved on. */
export async function setDecision(
  tx: Tx,
  itemId: string,
  decision: ReviewDecision,
  facts: ReviewFacts,
): Promise<boolean> {
  const row = await tx
    .updateTable("access_review_items")
    .set({ decision, decided_at: sql<Date>`clock_timestamp()`, facts: JSON.stringify(facts) })
    .where("id", "=", itemId)
    .where((where) => where.or([where("decision", "is", null), where("decision", "=", "keep")]))
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** open → finished, with the document. False when it was not open any more. */
export async function markFinished(
  tx: Tx,
  reviewId: string,
  document: { readonly text: string; readonly sha256: string; readonly at: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable("access_reviews")
    .set({ status: "finished", ended_at: document.at, document: document.text, document_sha256: document.sha256 })
    .where("id", "=", reviewId)
    .where("status", "=", "open")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** open → discarded. False when it was not open any more. */
export async function markDiscarded(tx: Tx, reviewId: string): Promise<boolean> {
  const row = await tx
    .updateTable("access_reviews")
    .set({ status: "discarded", ended_at: sql<Date>`now()` })
    .where("id", "=", reviewId)
    .where("status", "=", "open")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function findDocument(db: Reader, reviewId: string): Promise<string | null> {
  const row = await db.selectFrom("access_reviews").select("document").where("id", "=", reviewId).executeTakeFirst();
  return row?.document ?? null;
}
