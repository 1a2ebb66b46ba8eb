import "./ui/style.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { accountQuery } from "./accounts/queries.ts";
import { createQueryClient } from "./query-client.ts";
import { createAppRouter } from "./router.tsx";
import { language, speakAsChosen, watchLanguage } from "./strings/language.ts";

const queryClient = createQueryClient(goToSignIn);
const router = createAppRouter(queryClient);

/** The session has ended: to sign in, and back to the same page afterwards. Gates keep to themselves. */
function goToSignIn(): void {
  const { pathname, href } = router.state.location;
  const inside = router.state.matches.some((match) => match.routeId.startsWith("/signed-in"));
  queryClient.removeQueries({ queryKey: accountQuery.queryKey });
  if (inside && pathname !== "/sign-in") void router.navigate({ to: "/sign-in", search: { next: href } });
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

watchLanguage(draw);
void speakAsChosen();
