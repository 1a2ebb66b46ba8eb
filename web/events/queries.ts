import { endpoints } from "@guestlist/contract";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { lookAgain, unlessGone } from "../query-client.ts";
import type { ActivitySearch } from "./search.ts";

const few = 3;
const aPage = 100;

/** The last few, for the overview. */
export const recentEventsQuery = (database: string) =>
  queryOptions({
    queryKey: ["databases", database, "events", "recent"],
    queryFn: async () =>
      (await send(endpoints.listEvents, { params: { database }, query: { limit: few } })).body.events,
    refetchInterval: (query) => unlessGone(query, lookAgain.still),
  });

/** The kind is chosen among what was read: the API filters by one type, a kind is several. */
export const eventsQuery = (database: string, { person }: ActivitySearch) =>
  infiniteQueryOptions({
    queryKey: ["databases", database, "events", { person }],
    queryFn: async ({ pageParam }) => {
      const query = {
        limit: aPage,
        ...(pageParam === null ? {} : { cursor: pageParam }),
        ...(person === undefined ? {} : { person }),
      };
      return (await send(endpoints.listEvents, { params: { database }, query })).body;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: (query) => unlessGone(query, lookAgain.still),
  });
