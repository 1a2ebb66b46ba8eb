import type { AnswerOf, endpoints } from "@guestlist/contract";

export type OverviewRow = AnswerOf<typeof endpoints.listAllCollaborators>["body"]["collaborators"][number];
export type OverviewView = "all" | "unused" | "ending" | "pending";

export interface Group {
  readonly key: string;
  readonly rows: readonly OverviewRow[];
}

const day = 24 * 3_600_000;

/** Accepted 90 days ago or more, and no login in that time. */
export function isUnused({ collaborator: of }: OverviewRow, now: Date): boolean {
  if (of.status !== "accepted" || of.accepted_at === null) return false;
  const since = of.login?.last_login_at ?? of.accepted_at;
  return now.getTime() - new Date(since).getTime() >= 90 * day;
}

export function isEndingSoon({ collaborator: of }: OverviewRow, now: Date): boolean {
  return of.until !== null && of.status === "accepted" && new Date(of.until).getTime() - now.getTime() <= 7 * day;
}

export function isInView(row: OverviewRow, view: OverviewView, now: Date): boolean {
  switch (view) {
    case "all":
      return true;
    case "unused":
      return isUnused(row, now);
    case "ending":
      return isEndingSoon(row, now);
    case "pending":
      return row.collaborator.status === "pending";
  }
}

/** In the view, and with the words of the filter in address, username or database. */
export function isShown(row: OverviewRow, view: OverviewView, filter: string, now: Date): boolean {
  const { collaborator: of, database } = row;
  const text = `${of.email} ${of.username ?? ""} ${database.name}`.toLowerCase();
  return isInView(row, view, now) && text.includes(filter.trim().toLowerCase());
}

export function viewCounts(rows: readonly OverviewRow[], now: Date): Record<OverviewView, number> {
  const count = (view: OverviewView) => rows.filter((row) => isInView(row, view, now)).length;
  return { all: rows.length, unused: count("unused"), ending: count("ending"), pending: count("pending") };
}

/** By person (their address, whatever its case) or by database, in the order of the list. */
export function grouped(rows: readonly OverviewRow[], by: "person" | "database"): Group[] {
  return [...Map.groupBy(rows, (row) => groupOf(row, by))].map(([key, members]) => ({ key, rows: members }));
}

export const groupOf = ({ collaborator, database }: OverviewRow, by: "person" | "database"): string =>
  by === "person" ? collaborator.email.toLowerCase() : database.name;

const canLogIn = ({ collaborator: of }: OverviewRow): boolean =>
  of.status === "owner" || of.status === "revoking" || (of.status === "accepted" && of.login?.state === "ready");

/** How many can log in where, and how many of them have not for 90 days: people, whatever the number of their rows. */
export function overviewCounts(
  rows: readonly OverviewRow[],
  now: Date,
): { people: number; databases: number; unused: number } {
  return {
    people: peopleOf(rows.filter(canLogIn)),
    databases: new Set(rows.map(({ database }) => database.id)).size,
    unused: peopleOf(rows.filter((row) => isUnused(row, now))),
  };
}

const peopleOf = (rows: readonly OverviewRow[]): number =>
  new Set(rows.map(({ collaborator }) => collaborator.email.toLowerCase())).size;
