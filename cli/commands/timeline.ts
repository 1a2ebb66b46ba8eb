import { describeEvent, endpoints, plainText } from "@guestlist/contract";
import { command } from "../command.ts";
import { UsageFailure } from "../failure.ts";
import { instant } from "../instants.ts";
import { allPages } from "../pages.ts";

export const timeline = command({
  name: "timeline",
  arguments: [],
  description: "Tell what happened to a database, the newest first",
  examples: [
    "--database my-dedicated-db timeline",
    "--database my-dedicated-db timeline --person user@example.com --limit 500",
  ],
  options: [
    ["--person <email>", "only what concerns this person"],
    ["--type <type>", "only events of this type, such as collaborator.ended"],
    ["--limit <number>", "how many (50 where not given)"],
  ],
  async run(context, _, { person, type, limit }) {
    const params = { database: context.database };
    const only = { ...(person === undefined ? {} : { person }), ...(type === undefined ? {} : { type }) };
    const readPage = (query: { limit: number; cursor?: string }) =>
      context.call(endpoints.listEvents, { params, query: { ...query, ...only } });
    const page = await allPages("events", readPage, limit === undefined ? 50 : count(limit));
    if (context.json) return context.out.json(page);
    for (const event of page.events) {
      context.out.line(`${instant(event.at)}  ${plainText(describeEvent(event, context.email))}`);
    }
    if (page.next_cursor !== null) context.out.note("       There is more before that: see --limit.");
  },
});

function count(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageFailure("--limit needs a number from 1 on.");
  return Number(text);
}
