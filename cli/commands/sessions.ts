import { endpoints, type SignedInSession } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const sessions = command({
  name: "sessions",
  arguments: [],
  description: "List the browsers that are signed in to your account",
  examples: ["sessions"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.listSessions, {});
    if (context.json) return context.out.json(body);
    if (body.sessions.length === 0) return context.out.line("No browser is signed in.");
    const rows = body.sessions.map((one) => [
      one.id,
      browserOf(one),
      one.client_address ?? "n/a",
      instant(one.created_at),
      instant(one.last_seen_at),
    ]);
    for (const line of await drawTable(["ID", "BROWSER", "FROM", "SINCE", "LAST SEEN"], rows)) context.out.line(line);
  },
});

/** `Firefox on Linux` */
const browserOf = ({ browser, system }: SignedInSession): string =>
  [browser ?? "unknown", ...(system === null ? [] : [system])].join(" on ");
