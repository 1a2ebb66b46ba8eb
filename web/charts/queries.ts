import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { unlessGone } from "../query-client.ts";

const aMinute = 60_000;

/** A point is five minutes: once a minute is often enough. */
export const sessionHistoryQuery = (database: string) =>
  queryOptions({
    queryKey: ["databases", database, "session-history"],
    queryFn: async () => (await send(endpoints.showSessionHistory, { params: { database } })).body.history,
    refetchInterval: (query) => unlessGone(query, aMinute),
    staleTime: aMinute / 2,
  });

export const accessTimelineQuery = (database: string) =>
  queryOptions({
    queryKey: ["databases", database, "access-timeline"],
    queryFn: async () => (await send(endpoints.showAccessTimeline, { params: { database } })).body,
    refetchInterval: (query) => unlessGone(query, aMinute),
  });
