import { endpoints, type SessionHistory } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const sessionHistory = command({
  name: "session-history",
  arguments: [],
  description: "Tell who was connected to a database over the last day",
  examples: ["--database my-dedicated-db session-history"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.showSessionHistory, { params: { database: context.database } });
    if (context.json) return context.out.json(body);
    const { history } = body;
    if (history.people.length === 0) return context.out.line("Nobody was seen connected in the last day.");
    const rows = history.people.map((one) => rowOf(one, history));
    const header = ["EMAIL", "LOGIN", "MOST SESSIONS", "AT", "LAST SEEN", "CONNECTED"];
    for (const line of await drawTable(header, rows)) context.out.line(line);
    if (history.people_left_out > 0) context.out.note(`       And ${history.people_left_out} more.`);
    const unseen = history.total.filter((sessions) => sessions === null).length * history.step_s;
    if (unseen > 0) context.out.note(`       For ${duration(unseen)} of the day nobody looked.`);
  },
});

function rowOf(one: SessionHistory["people"][number], { from, step_s: step }: SessionHistory): string[] {
  const at = (n: number): string => instant(new Date(Date.parse(from) + n * step * 1000).toISOString());
  const connected = one.points.filter((sessions) => sessions > 0).length * step;
  const last = one.points.findLastIndex((sessions) => sessions > 0);
  return [one.email, one.login_name, String(one.most), at(one.points.indexOf(one.most)), at(last), duration(connected)];
}

/** `2 h 35 min`: as fine as the steps are. */
function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
