import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { lookAgain, unlessGone } from "../query-client.ts";

/** Logins of applications of one database. */
export const databaseUsersQuery = (name: string) =>
  queryOptions({
    queryKey: ["databases", name, "users"],
    queryFn: async () => (await send(endpoints.listDatabaseUsers, { params: { database: name } })).body.users,
    refetchInterval: (query) =>
      unlessGone(query, query.state.data?.some(isMoving) ? lookAgain.moving : lookAgain.still),
  });

const isMoving = ({ state }: DatabaseUser): boolean => state !== "ready";
