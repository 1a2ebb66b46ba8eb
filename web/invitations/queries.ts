import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { lookAgain, unlessGone } from "../query-client.ts";

/** Invitations that wait for the reader's own address. */
export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: async () => (await send(endpoints.listInvitations, {})).body.invitations,
  refetchInterval: (query) => unlessGone(query, 3 * lookAgain.still),
});
