import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "../act.ts";
import { send } from "../api.ts";
import { startLive } from "../live/renew.ts";
import { stopStream } from "../live/stream.ts";

/** Other pages of this browser have nothing to show any more either. */
const pages = "BroadcastChannel" in window ? new BroadcastChannel("guestlist") : null;
const signedOut = "signed-out";
/** A new document: it keeps nothing of the page before, not even in memory. */
const signIn = "/sign-in";

pages?.addEventListener("message", ({ data }) => {
  if (data === signedOut) location.assign(signIn);
});

/** Ends the session, here and in every other page of the browser. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useAct(
    async (_: undefined) => {
      // Else it would tell this page that its session has ended, which it is about to know.
      stopStream();
      await send(endpoints.signOut, {});
    },
    {
      onDone: () => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin, its own
        pages?.postMessage(signedOut);
        location.assign(signIn);
      },
      onFailed: () => startLive(queryClient),
    },
  );
}
