import { endpoints, type Closure } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant, seconds } from "../instants.ts";
import type { Output } from "../output.ts";
import { allPages } from "../pages.ts";
import { drawTable } from "../table.ts";

export const closures = command({
  name: "closures",
  arguments: ["[number]"],
  description: "List the closure receipts of a database, the newest first, or show one",
  examples: ["--database my-dedicated-db closures", "--database my-dedicated-db closures 42"],
  options: [],
  async run(context, [number]) {
    const params = { database: context.database };
    if (number !== undefined) {
      const { body } = await context.call(endpoints.showClosure, { params: { ...params, id: shortNumber(number) } });
      return context.json ? context.out.json(body) : tellClosure(context.out, body.closure);
    }
    const page = await allPages("closures", (query) => context.call(endpoints.listClosures, { params, query }));
    if (context.json) return context.out.json(page);
    if (page.closures.length === 0) return context.out.line("No access has ended yet.");
    const header = ["RECEIPT", "EMAIL", "REASON", "LAST SESSION GONE", "REFUSED AFTER", "GONE AFTER"];
    for (const line of await drawTable(header, page.closures.map(rowOf))) context.out.line(line);
  },
});

const rowOf = (one: Closure): string[] => [
  receipt(one),
  one.email,
  reasonOf(one),
  instant(one.last_session_gone_at),
  seconds(one.refused_after_ms),
  seconds(one.gone_after_ms),
];

const receipt = (one: Closure): string => String(one.number).padStart(4, "0");
const reasonOf = (one: Closure): string => one.reason.replaceAll("_", " ");
/** `0042` as it is printed is the number 42. */
const shortNumber = (typed: string): string => typed.replace(/^0+(?=\d)/, "");

function tellClosure(out: Output, one: Closure): void {
  const facts: [string, string][] = [
    ["Receipt", receipt(one)],
    ["Database", one.database.name],
    ["Person", one.email],
    ["Reason", one.ended_by === null ? reasonOf(one) : `${reasonOf(one)}, by ${one.ended_by}`],
    ["Login", `${one.login_name} (OID ${one.role_oid})`],
    ["Server", `PostgreSQL ${one.server_version}, system identifier ${one.system_identifier}`],
    ["Requested", instant(one.requested_at)],
    ["New logins refused", `${instant(one.new_logins_refused_at)}, after ${seconds(one.refused_after_ms)}`],
    ["Last session gone", `${instant(one.last_session_gone_at)}, after ${seconds(one.gone_after_ms)}`],
    ["LSN", one.lsn ?? "n/a"],
    ["Sessions ended", listed(one.sessions_ended.map((it) => `${it.pid} ${it.application}`.trimEnd()))],
    ["Memberships removed", listed(one.memberships_removed)],
    ["Objects moved", movedObjects(one)],
    ["Left over", listed(one.left_over)],
    ["Login attempt", `${one.login_attempt.sqlstate} ${one.login_attempt.message}`],
    ["Login dropped", one.login_dropped_at === null ? "not yet" : instant(one.login_dropped_at)],
  ];
  for (const [name, value] of facts) out.line(`${name.padEnd(19)} ${value}`);
}

const listed = (items: readonly string[]): string => (items.length === 0 ? "none" : items.join(", "));

function movedObjects({ objects_moved, objects_kept_by }: Closure): string {
  if (objects_moved.length === 0) return "none";
  const each = objects_moved.map((it) => `${it.count} ${it.kind} in ${it.database}`);
  return `${each.join(", ")}, now of ${objects_kept_by}`;
}
