import { endpoints, type RecordedEvent } from "@guestlist/contract";
import { listRows } from "./collaborators.ts";
import { listDatabases, showDatabase } from "./database.ts";
import { MissingResource } from "./errors.ts";
import { eventView, needsList, ownerOf, theirTypes, type AnyDatabase, type People, type TheirEvent } from "./event.ts";
import { categories, types } from "./event-types.ts";
import { everyPage } from "./every-page.ts";
import { ok, serve, serveOpen, type Facade, type Said, type SignedIn } from "./facade.ts";

/** Timelines, in the four kinds of events that Scalingo's clients have sentences for. */
export function eventsRoutes(facade: Facade): void {
  serve(facade, "GET", "/v1/apps/:ref/events", "app", listHere);
  serve(facade, "GET", "/v1/apps/:ref/events/:id", "app", async (asking) => {
    const events = await eventsHere(asking);
    const found = events.filter(({ event }) => event.id === asking.params["id"]);
    const [event] = await inTheirWords(asking, found);
    if (event === undefined) throw new MissingResource("event", "There is no such event.");
    return ok({ event });
  });
  serve(facade, "GET", "/v1/events", null, async (asking) => {
    const all: Happened[] = [];
    for (const database of await listDatabases(asking)) all.push(...(await eventsOf(asking, database)));
    return answerAsked(asking, all.sort(newestFirst));
  });
  serveOpen(facade, "GET", "/v1/event_types", null, () => ok({ event_types: types }));
  serveOpen(facade, "GET", "/v1/event_categories", null, () => ok({ event_categories: categories }));
}

interface Happened {
  readonly event: RecordedEvent;
  readonly database: AnyDatabase;
}

const newestFirst = (one: Happened, other: Happened): number => Number(other.event.id) - Number(one.event.id);

async function eventsHere(asking: SignedIn): Promise<Happened[]> {
  const ref = asking.params["ref"] ?? "";
  const [database, events] = await Promise.all([showDatabase(asking, ref), recorded(asking, ref)]);
  return events.map((event) => ({ event, database }));
}

async function eventsOf(asking: SignedIn, database: AnyDatabase): Promise<Happened[]> {
  const events = await recorded(asking, database.id);
  return events.map((event) => ({ event, database }));
}

/** Newest first. */
const recorded = ({ call }: SignedIn, database: string): Promise<RecordedEvent[]> =>
  everyPage(async (page) => {
    const { body } = await call(endpoints.listEvents, { params: { database }, query: { ...page, type: theirTypes } });
    return { items: body.events, next: body.next_cursor };
  });

/** A page near the newest is asked for with what is before it, and the number of all; for any other all are read. */
async function listHere(asking: SignedIn): Promise<Said> {
  const page = pageAsked(asking);
  const limit = page === null ? Infinity : page.number * page.size;
  if (page === null || limit > 500) return answerAsked(asking, await eventsHere(asking));
  const query = { limit, type: theirTypes, count: "true" } as const;
  const { body } = await asking.call(endpoints.listEvents, { params: { database: asking.params["ref"] }, query });
  const { whole } = body;
  if (whole === undefined) throw new Error("the events were not counted");
  const newest = body.events.map((event) => ({ event, database: whole.database }));
  return answerPage(asking, page, newest, whole.events);
}

/** The list of people is asked for only where the page tells of somebody who is not known without it. */
async function inTheirWords(asking: SignedIn, page: readonly Happened[]): Promise<TheirEvent[]> {
  const people = new Map(page.map(({ database }) => [database.id, ownerOf(database)]));
  const unknown = page.filter(({ event, database }) => needsList(event, database));
  for (const database of new Set(unknown.map((happened) => happened.database)))
    people.set(database.id, await peopleOf(asking, database));
  return page.map(({ event, database }) => eventView(event, database, people.get(database.id) ?? new Map()));
}

/** Who they are today; of those who have left, the address is all that an event tells. */
async function peopleOf(asking: SignedIn, { id }: AnyDatabase): Promise<People> {
  const rows = await listRows(asking, id);
  return new Map(rows.map((row) => [row.email.toLowerCase(), row]));
}

interface Page {
  /** From 1. */
  readonly number: number;
  readonly size: number;
}

/** `page`, from 1, and `per_page`; null: `from`, so many hours back, without pages. */
function pageAsked({ query }: SignedIn): Page | null {
  if (hoursAsked(query) !== null) return null;
  return { number: numberIn(query["page"], 1_000_000) ?? 1, size: numberIn(query["per_page"], 500) ?? 30 };
}

const hoursAsked = (query: SignedIn["query"]): number | null => numberIn(query["from"], 72);

async function answerAsked(asking: SignedIn, events: readonly Happened[]): Promise<Said> {
  const page = pageAsked(asking);
  if (page !== null) return answerPage(asking, page, events, events.length);
  const since = new Date(Date.now() - (hoursAsked(asking.query) ?? 0) * 3_600_000).toISOString();
  const recent = events.filter(({ event }) => event.at >= since);
  return answerWith(await inTheirWords(asking, recent), pagination(1, 1, recent.length));
}

/** Of events that begin with the newest. */
async function answerPage(asking: SignedIn, page: Page, events: readonly Happened[], count: number): Promise<Said> {
  const { number, size } = page;
  const shown = events.slice((number - 1) * size, number * size);
  const pages = Math.max(Math.ceil(count / size), 1);
  return answerWith(await inTheirWords(asking, shown), pagination(number, pages, count));
}

const answerWith = (events: TheirEvent[], paging: object): Said => ok({ events, meta: { pagination: paging } });

const pagination = (page: number, pages: number, count: number) => ({
  current_page: page,
  prev_page: page > 1 ? page - 1 : null,
  next_page: page < pages ? page + 1 : null,
  total_pages: pages,
  total_count: count,
});

/** A whole number from 1 to `most`; what is none counts as left out, as it does at Scalingo. */
function numberIn(text: unknown, most: number): number | null {
  return typeof text === "string" && /^[1-9]\d{0,8}$/.test(text) ? Math.min(Number(text), most) : null;
}
