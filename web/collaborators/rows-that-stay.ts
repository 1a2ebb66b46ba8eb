import type { Collaborator } from "@guestlist/contract";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { announce } from "../ui/live-region.tsx";
import { collaboratorQuery } from "./queries.ts";
import { t } from "../strings/collaborators.ts";

/**
 * The rows of the list, and those that ended since the page was opened: a closed row stays where it was until the page
 * is left. One whose end cannot be looked up goes as the list says: it must not go on saying "Open". Says each end once.
 */
export function useRowsThatStay(database: string, list: readonly Collaborator[]): readonly Collaborator[] {
  const [seen, setSeen] = useState<readonly Collaborator[]>(list);
  const merged = useMemo(() => mergeRows(seen, list), [seen, list]);
  if (merged !== seen) setSeen(merged);

  const gone = useMemo(() => missingFrom(list, merged), [list, merged]);
  const ended = useQueries({
    queries: gone.map((row) => ({ ...collaboratorQuery(database, row.id), staleTime: 3_600_000 })),
  });
  const unknown = new Set(gone.filter((_, index) => ended[index]?.isError).map(({ id }) => id));
  const endedById = new Map(ended.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data] as const])));
  useAnnouncedEnds(database, endedById);
  // The same list as long as nobody has gone: thousands of rows are not filtered and placed anew.
  if (gone.length === 0) return merged;
  return merged.filter(({ id }) => !unknown.has(id)).map((row) => endedById.get(row.id) ?? row);
}

function missingFrom(list: readonly Collaborator[], rows: readonly Collaborator[]): Collaborator[] {
  const present = new Set(list.map(({ id }) => id));
  return rows.filter(({ id }) => !present.has(id));
}

/** Keeps the places of the rows already seen; new ones are added where the list has them last. */
export function mergeRows(seen: readonly Collaborator[], list: readonly Collaborator[]): readonly Collaborator[] {
  const fresh = new Map(list.map((row) => [row.id, row]));
  const kept = seen.map((row) => fresh.get(row.id) ?? row);
  const before = new Set(seen.map((row) => row.id));
  const added = list.filter((row) => !before.has(row.id));
  const unchanged = added.length === 0 && kept.every((row, index) => row === seen[index]);
  return unchanged ? seen : [...kept, ...added];
}

function useAnnouncedEnds(database: string, ended: ReadonlyMap<string, Collaborator>): void {
  const said = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, email, status } of ended.values()) {
      if (status !== "ended" || said.current.has(id)) continue;
      said.current.add(id);
      announce(t("removed", { email, database }));
    }
  }, [database, ended]);
}
