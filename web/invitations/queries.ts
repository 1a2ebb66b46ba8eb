import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";

/** Invitations that wait for the reader's own address. */
export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: async () => (await send(endpoints.listInvitations, {})).body.invitations,
  refetchInterval: 15_000,
});
