import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { everyPage } from "../every-page.ts";

export const closuresQuery = (database: string) =>
  queryOptions({
    queryKey: ["databases", database, "closures"],
    queryFn: () =>
      everyPage(async (page) => {
        const { body } = await send(endpoints.listClosures, { params: { database }, query: page });
        return { rows: body.closures, next: body.next_cursor };
      }),
  });

/** One receipt, by its id or number. */
export const closureQuery = (database: string, id: string) =>
  queryOptions({
    queryKey: ["databases", database, "closures", id],
    queryFn: async () => (await send(endpoints.showClosure, { params: { database, id } })).body.closure,
  });

/** What was signed of a closure. Asked for anew each time: the clean-up may have been signed since. */
export const receiptQuery = (database: string, number: number) =>
  queryOptions({
    queryKey: ["databases", database, "closures", String(number), "receipt"],
    queryFn: async () => (await send(endpoints.showReceipt, { params: { database, id: String(number) } })).body,
    staleTime: 0,
  });

export const closureKeysQuery = queryOptions({
  queryKey: ["closure-keys"],
  queryFn: async () => (await send(endpoints.listClosureKeys, {})).body.keys,
});
