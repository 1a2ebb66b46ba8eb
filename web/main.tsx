import "./ui/style.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { accountQuery } from "./accounts/queries.ts";
import { tellSession } from "./accounts/session-state.ts";
import { stopStream } from "./live/stream.ts";
import { createQueryClient } from "./query-client.ts";
import { createAppRouter } from "./router.tsx";
import { speakAsChosen } from "./strings/choose-language.ts";
import { language, watchLanguage } from "./strings/language.ts";

const queryClient = createQueryClient(coverOrGoToSignIn);
const router = createAppRouter(queryClient);

/** The session has ended: a page that is shown is covered until somebody signs in. Gates keep to themselves. */
function coverOrGoToSignIn(): void {
  stopStream();
  const { pathname } = router.state.location;
  const isShown = router.state.matches.some((match) => match.routeId.startsWith("/signed-in"));
  if (isShown && pathname !== "/sign-in" && queryClient.getQueryData(accountQuery.queryKey) !== undefined)
    return tellSession("ended");
  queryClient.removeQueries({ queryKey: accountQuery.queryKey });
}

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no place for the dashboard.");
const page = createRoot(place);

/** Drawn anew in another language: nothing on the page keeps words of the one before. */
function draw(): void {
  page.render(
    <StrictMode key={language()}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** What the page at this address is made of is loaded while the server is asked who looks at it. */
function loadPage(): void {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const route of routes)
    // A part that cannot be loaded is asked for again when it is drawn, and said then.
    router.loadRouteChunk(route)?.catch(() => undefined);
}

watchLanguage(draw);
loadPage();
void speakAsChosen();
