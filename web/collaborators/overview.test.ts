import { expect, test } from "vitest";
import { t } from "../strings/overview.ts";
import { grouped, isInView, isShown, overviewCounts, viewCounts, type OverviewRow } from "./overview.ts";

const now = new Date(2026, 10, 24, 14);
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000).toISOString();

function row(email: string, database: string, some: object = {}): OverviewRow {
  return {
    database: { id: database, name: database, server_state: "answers", server_to_mend: null, seen_at: null },
    collaborator: {
      email,
      status: "accepted",
      accepted_at: daysAgo(200),
      until: null,
      login: { state: "ready", last_login_at: daysAgo(1) },
      ...some,
    },
  } as OverviewRow;
}

const rows = [
  row("jonas@example.org", "one"),
  row("lena@example.com", "one", { status: "pending", login: null, accepted_at: null }),
  row("Jonas@example.org", "two", { login: { state: "ready", last_login_at: daysAgo(91) } }),
  row("emea@example.com", "two", { login: { state: "ready", last_login_at: null }, until: daysAgo(-3) }),
];

test("a person is one, however their address is typed", () => {
  expect(grouped(rows, "person").map((group) => group.rows.length)).toEqual([2, 1, 1]);
  expect(grouped(rows, "database").map((group) => group.key)).toEqual(["one", "two"]);
});

test("the answer counts people, not rows", () => {
  const counts = overviewCounts(rows, now);
  expect(counts).toEqual({ people: 2, databases: 2, unused: 2 });
  const b = (words: string) => `*${words}*`;
  expect(t.markup("answer", { ...counts, b })).toBe("*2 collaborators* can log in to 2 databases you own or manage.");
  expect(t.markup("unused", { n: 1, b })).toBe("*1* has not logged in for 90 days.");
});

test("views pick what to look at", () => {
  const inView = (view: Parameters<typeof isInView>[1]) => rows.filter((each) => isInView(each, view, now)).length;
  expect([inView("all"), inView("unused"), inView("ending"), inView("pending")]).toEqual([4, 2, 1, 1]);
  expect(viewCounts(rows, now)).toEqual({ all: 4, unused: 2, ending: 1, pending: 1 });
});

test("the filter looks at address and database, within the view", () => {
  const shown = (view: Parameters<typeof isInView>[1], filter: string) =>
    rows.filter((each) => isShown(each, view, filter, now)).length;
  expect([shown("all", " JONAS "), shown("all", "two"), shown("pending", "jonas")]).toEqual([2, 2, 0]);
});
