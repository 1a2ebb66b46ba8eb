import { endpoints, type SessionHistory } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { seesEverybody } from "./connection.ts";
import { listLooks, listSamples, sampleSeconds, type SampleRow } from "./sample-queries.ts";

const stepMs = sampleSeconds * 1000;
const steps = (24 * 3600) / sampleSeconds;
const mostPeople = 20;

/** The last day in steps of five minutes, the one that runs among them. */
export const showSessionHistory = forDatabase(endpoints.showSessionHistory, async ({ tx, actor, grant }) => {
  const { database } = grant;
  const from = new Date((Math.floor(Date.now() / stepMs) - steps + 1) * stepMs);
  const [samples, looks] = await Promise.all([
    listSamples(tx, database.id, from, seesEverybody(grant) ? null : actor.accountId),
    listLooks(tx, database.server_id, from),
  ]);
  return answer(200, { history: historyOf(from, samples, looks) });
});

export function historyOf(from: Date, samples: readonly SampleRow[], looks: readonly Date[]): SessionHistory {
  const at = (time: Date): number => Math.floor((time.getTime() - from.getTime()) / stepMs);
  const looked = new Set(looks.map(at));
  const people = [...Map.groupBy(samples, ({ login_name: name }) => name).values()].map((ofOne) => {
    const points = Array.from({ length: steps }, () => 0);
    for (const { at: time, sessions } of ofOne) if (at(time) in points) points[at(time)] = sessions;
    const { email = "", login_name: name = "" } = ofOne[0] ?? {};
    return { email, login_name: name, most: Math.max(...points), points };
  });
  const total = Array.from({ length: steps }, (_, n) => people.reduce((sum, { points }) => sum + (points[n] ?? 0), 0));
  const byUse = people.toSorted((a, b) => sum(b.points) - sum(a.points) || a.email.localeCompare(b.email));
  return {
    from: from.toISOString(),
    step_s: sampleSeconds,
    total: total.map((sessions, n) => (looked.has(n) ? sessions : null)),
    people: byUse.slice(0, mostPeople),
    people_left_out: Math.max(byUse.length - mostPeople, 0),
  };
}

const sum = (points: readonly number[]): number => points.reduce((all, one) => all + one, 0);
