import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";

/** Databases that their owners have offered to the reader. */
export const transfersQuery = queryOptions({
  queryKey: ["transfers"],
  queryFn: async () => (await send(endpoints.listTransfers, {})).body.transfers,
  refetchInterval: 15_000,
});
