import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isNotFound, isNotSignedIn, OfflineError } from "./api.ts";
import { isTold } from "./live/stream.ts";

/** `onSignedOut` runs when any answer says that the session has ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isNotSignedIn(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // "always": a fetch that fails tells that we are offline, and the page says from when it is.
      queries: {
        networkMode: "always",
        staleTime: 2_000,
        retry: (failures, error) => error instanceof OfflineError && failures < 1,
        retryDelay: 400,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/**
 * How often a page that is seen looks again, in milliseconds: sooner while something is in motion, and seldom while the
 * stream tells of changes.
 */
export const lookAgain = {
  get moving() {
    return isTold() ? 10_000 : 1_500;
  },
  get still() {
    return isTold() ? 60_000 : 5_000;
  },
};

/** The same, until it is gone or no longer the reader's to see, or until they sign in again. */
export const unlessGone = ({ state }: { state: { error: unknown } }, interval: number): number | false =>
  isNotFound(state.error) || isNotSignedIn(state.error) ? false : interval;
