import { endpoints, type Database } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { everyPage } from "../every-page.ts";
import { send } from "../api.ts";
import { lookAgain, unlessGone } from "../query-client.ts";

export const databasesQuery = queryOptions({
  queryKey: ["databases"],
  queryFn: () =>
    everyPage(async (page) => {
      const { body } = await send(endpoints.listDatabases, { query: page });
      return { rows: body.databases, next: body.next_cursor };
    }),
  refetchInterval: (query) => unlessGone(query, query.state.data?.some(isMoving) ? lookAgain.moving : lookAgain.still),
});

export const databaseQuery = (name: string) =>
  queryOptions({
    queryKey: ["databases", name],
    queryFn: async () => (await send(endpoints.showDatabase, { params: { database: name } })).body.database,
    refetchInterval: (query) =>
      unlessGone(
        query,
        query.state.data !== undefined && isMoving(query.state.data) ? lookAgain.moving : lookAgain.still,
      ),
  });

export const connectionQuery = (name: string) =>
  queryOptions({
    queryKey: ["databases", name, "connection"],
    queryFn: async () => (await send(endpoints.showConnection, { params: { database: name } })).body.connection,
    refetchInterval: (query) =>
      unlessGone(query, query.state.data?.state === "making" ? lookAgain.moving : lookAgain.still),
  });

const isMoving = ({ state, people }: Database): boolean =>
  state !== "ready" || people.making > 0 || people.revoking > 0 || people.pending > 0;
