import { endpoints, type RecordedEvent } from "@guestlist/contract";
import { listRows } from "./collaborators.ts";
import { listDatabases, showDatabase } from "./database.ts";
import { MissingResource } from "./errors.ts";
import { eventView, isTheirs, type AnyDatabase, type People, type TheirEvent } from "./event.ts";
import { categories, types } from "./event-types.ts";
import { everyPage } from "./every-page.ts";
import { ok, serve, serveOpen, type Facade, type Said, type SignedIn } from "./facade.ts";

/** Timelines, in the four kinds of events that Scalingo's clients have sentences for. */
export function eventsRoutes(facade: Facade): void {
  serve(facade, "GET", "/v1/apps/:ref/events", "app", async (asking) => {
    const database = await showDatabase(asking, asking.params["ref"]);
    return pageOf(asking, await eventsOf(asking, database));
  });
  serve(facade, "GET", "/v1/apps/:ref/events/:id", "app", async (asking) => {
    const database = await showDatabase(asking, asking.params["ref"]);
    const event = (await eventsOf(asking, database)).find(({ id }) => id === asking.params["id"]);
    if (event === undefined) throw new MissingResource("event", "There is no such event.");
    return ok({ event });
  });
  serve(facade, "GET", "/v1/events", null, async (asking) => {
    const all: TheirEvent[] = [];
    for (const database of await listDatabases(asking)) all.push(...(await eventsOf(asking, database)));
    return pageOf(asking, all.sort(newestFirst));
  });
  serveOpen(facade, "GET", "/v1/event_types", null, () => ok({ event_types: types }));
  serveOpen(facade, "GET", "/v1/event_categories", null, () => ok({ event_categories: categories }));
}

const newestFirst = (one: { readonly id: string }, other: { readonly id: string }): number =>
  Number(other.id) - Number(one.id);

async function eventsOf(asking: SignedIn, database: AnyDatabase): Promise<TheirEvent[]> {
  const [ofPeople, ofInvitations, people] = await Promise.all([
    recorded(asking, database, "collaborator"),
    recorded(asking, database, "invitation"),
    peopleOf(asking, database),
  ]);
  const events = [...ofPeople, ...ofInvitations].filter(isTheirs).sort(newestFirst);
  return events.map((event) => eventView(event, database, people));
}

const recorded = ({ call }: SignedIn, { id }: AnyDatabase, type: string): Promise<RecordedEvent[]> =>
  everyPage(async (query) => {
    const { body } = await call(endpoints.listEvents, { params: { database: id }, query: { ...query, type } });
    return { items: body.events, next: body.next_cursor };
  });

/** Who they are today; of those who have left, the address is all that an event tells. */
async function peopleOf(asking: SignedIn, { id }: AnyDatabase): Promise<People> {
  const rows = await listRows(asking, id);
  return new Map(rows.map((row) => [row.email.toLowerCase(), row]));
}

/** `from` is so many hours back, without pages; else `page`, from 1, and `per_page`. */
function pageOf({ query }: SignedIn, events: readonly TheirEvent[]): Said {
  const hours = numberIn(query["from"], 72);
  if (hours !== null) {
    const since = new Date(Date.now() - hours * 3_600_000).toISOString();
    const recent = events.filter(({ created_at }) => created_at >= since);
    return ok({ events: recent, meta: { pagination: pagination(1, 1, recent.length) } });
  }
  const perPage = numberIn(query["per_page"], 500) ?? 30;
  const page = numberIn(query["page"], 1_000_000) ?? 1;
  const pages = Math.max(Math.ceil(events.length / perPage), 1);
  const shown = events.slice((page - 1) * perPage, page * perPage);
  return ok({ events: shown, meta: { pagination: pagination(page, pages, events.length) } });
}

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
