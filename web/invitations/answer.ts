import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "../act.ts";
import { send } from "../api.ts";

/** An invitation by its mailed token, or by its id from the reader's own list. */
export type WhichInvitation = { token: string } | { id: string };

interface Outcome {
  onAccepted: (database: string) => void;
  onDeclined: (database: string) => void;
}

export function useAnswer(which: WhichInvitation, { onAccepted, onDeclined }: Outcome) {
  const queryClient = useQueryClient();
  // All but the look at the link itself: it was just used up.
  const renew = () => queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "invitation" });
  const accept = useAct(async (_: undefined) => (await send(endpoints.acceptInvitation, { body: which })).body, {
    onDone: async ({ database }) => {
      await renew();
      onAccepted(database.name);
    },
  });
  const decline = useAct(async (_: undefined) => (await send(endpoints.declineInvitation, { body: which })).body, {
    onDone: async ({ database_name: name }) => {
      await renew();
      onDeclined(name);
    },
  });
  return { accept, decline, error: accept.error ?? decline.error };
}
