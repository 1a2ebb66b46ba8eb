import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { accountQuery, installationQuery, sessionsQuery, tokensQuery } from "./accounts/queries.ts";
import { isNotSignedIn } from "./api.ts";
import { closureQuery, closuresQuery } from "./closures/queries.ts";
import { overviewSearch } from "./collaborators/overview-search.ts";
import { allCollaboratorsQuery, collaboratorsQuery } from "./collaborators/queries.ts";
import { readListSearch } from "./collaborators/search.ts";
import { connectionQuery, databaseQuery, databasesQuery } from "./databases/queries.ts";
import { eventsQuery, recentEventsQuery } from "./events/queries.ts";
import { readActivitySearch } from "./events/search.ts";
import { readReviewsSearch } from "./reviews/search.ts";
import { invitationsQuery } from "./invitations/queries.ts";
import { startLive } from "./live/renew.ts";
import { databaseUsersQuery } from "./database-users/queries.ts";
import { transfersQuery } from "./owning/queries.ts";
import { Loading, NotFoundGate, NotFoundInside, WentWrongGate, WentWrongInside } from "./page-states.tsx";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundGate,
  errorComponent: WentWrongGate,
});

/** Where to go after signing in; only ever a path of this dashboard. */
export interface SignInSearch {
  next?: string;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({ next }: Record<string, unknown>): SignInSearch =>
    typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {},
  loader: ({ context }) => context.queryClient.ensureQueryData(installationQuery),
  errorComponent: WentWrongGate,
  component: lazyRouteComponent(() => import("./accounts/sign-in-page.tsx"), "SignInPage"),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./accounts/set-up-page.tsx"), "SetUpPage"),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify",
  component: lazyRouteComponent(() => import("./accounts/verify-page.tsx"), "VerifyPage"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(() => import("./accounts/reset-page.tsx"), "ResetPage"),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(() => import("./invitations/invitation-page.tsx"), "InvitationPage"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: lazyRouteComponent(() => import("./frame.tsx"), "Frame"),
  errorComponent: WentWrongGate,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(accountQuery);
      startLive(context.queryClient);
    } catch (error) {
      if (!isNotSignedIn(error)) throw error;
      // oxlint-disable-next-line typescript/only-throw-error -- how the router is told
      throw redirect({ to: "/sign-in", search: { next: location.href } });
    }
  },
});
const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: () => {
    // oxlint-disable-next-line typescript/only-throw-error -- how the router is told
    throw redirect({ to: "/databases" });
  },
});
const databases = createRoute({
  getParentRoute: () => signedIn,
  path: "/databases",
  loader: ({ context: { queryClient } }) =>
    Promise.all([queryClient.ensureQueryData(databasesQuery), queryClient.ensureQueryData(invitationsQuery)]),
  component: lazyRouteComponent(() => import("./databases/databases-page.tsx"), "DatabasesPage"),
});
const newDatabase = createRoute({
  getParentRoute: () => signedIn,
  path: "/databases/new",
  component: lazyRouteComponent(() => import("./databases/create-page.tsx"), "CreatePage"),
});
const attachDatabase = createRoute({
  getParentRoute: () => signedIn,
  path: "/databases/attach",
  component: lazyRouteComponent(() => import("./databases/attach-page.tsx"), "AttachPage"),
});
const database = createRoute({
  getParentRoute: () => signedIn,
  path: "/databases/$database",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(databaseQuery(params.database)),
  component: lazyRouteComponent(() => import("./databases/database-frame.tsx"), "DatabaseFrame"),
});
const overview = createRoute({
  getParentRoute: () => database,
  path: "/",
  loader: ({ context: { queryClient }, params }) =>
    Promise.all([
      queryClient.ensureQueryData(connectionQuery(params.database)),
      queryClient.ensureQueryData(recentEventsQuery(params.database)),
    ]),
  component: lazyRouteComponent(() => import("./databases/overview-page.tsx"), "OverviewPage"),
});
const activity = createRoute({
  getParentRoute: () => database,
  path: "/activity",
  validateSearch: readActivitySearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params, deps }) =>
    Promise.all([
      queryClient.ensureInfiniteQueryData(eventsQuery(params.database, deps)),
      queryClient.ensureQueryData(collaboratorsQuery(params.database)),
    ]),
  component: lazyRouteComponent(() => import("./events/activity-page.tsx"), "ActivityPage"),
});
const settings = createRoute({
  getParentRoute: () => database,
  path: "/settings",
  component: lazyRouteComponent(() => import("./databases/settings-frame.tsx"), "SettingsFrame"),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: ({ params }) => {
    // oxlint-disable-next-line typescript/only-throw-error -- how the router is told
    throw redirect({ to: "/databases/$database/settings/collaborators", params, replace: true });
  },
});
const collaborators = createRoute({
  getParentRoute: () => settings,
  path: "/collaborators",
  validateSearch: readListSearch,
  loader: ({ context, params }) => context.queryClient.ensureQueryData(collaboratorsQuery(params.database)),
  component: lazyRouteComponent(() => import("./collaborators/collaborators-page.tsx"), "CollaboratorsPage"),
});
const ended = createRoute({
  getParentRoute: () => settings,
  path: "/collaborators/ended",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(closuresQuery(params.database)),
  component: lazyRouteComponent(() => import("./closures/ended-page.tsx"), "EndedPage"),
});
const users = createRoute({
  getParentRoute: () => settings,
  path: "/users",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(databaseUsersQuery(params.database)),
  component: lazyRouteComponent(() => import("./database-users/users-page.tsx"), "DatabaseUsersPage"),
});
const general = createRoute({
  getParentRoute: () => settings,
  path: "/general",
  component: lazyRouteComponent(() => import("./databases/general-page.tsx"), "GeneralPage"),
});
const closure = createRoute({
  getParentRoute: () => database,
  path: "/closures/$closure",
  loader: ({ context, params }) => context.queryClient.ensureQueryData(closureQuery(params.database, params.closure)),
  component: lazyRouteComponent(() => import("./closures/receipt-page.tsx"), "ReceiptPage"),
});
const allCollaborators = createRoute({
  getParentRoute: () => signedIn,
  path: "/collaborators",
  validateSearch: overviewSearch,
  loader: ({ context }) => context.queryClient.ensureQueryData(allCollaboratorsQuery),
  component: lazyRouteComponent(() => import("./collaborators/overview-page.tsx"), "AllCollaboratorsPage"),
});
const reviews = createRoute({
  getParentRoute: () => signedIn,
  path: "/reviews",
  validateSearch: readReviewsSearch,
  loader: async ({ context: { queryClient } }) =>
    queryClient.ensureQueryData((await import("./reviews/queries.ts")).reviewsQuery),
  component: lazyRouteComponent(() => import("./reviews/reviews-page.tsx"), "ReviewsPage"),
});
const review = createRoute({
  getParentRoute: () => signedIn,
  path: "/reviews/$review",
  loader: async ({ context: { queryClient }, params }) =>
    queryClient.ensureQueryData((await import("./reviews/queries.ts")).reviewQuery(params.review)),
  component: lazyRouteComponent(() => import("./reviews/review-page.tsx"), "ReviewPage"),
});
const invitations = createRoute({
  getParentRoute: () => signedIn,
  path: "/invitations",
  loader: ({ context: { queryClient } }) =>
    Promise.all([queryClient.ensureQueryData(invitationsQuery), queryClient.ensureQueryData(transfersQuery)]),
  component: lazyRouteComponent(() => import("./invitations/invitations-page.tsx"), "InvitationsPage"),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  loader: ({ context: { queryClient } }) =>
    Promise.all([queryClient.ensureQueryData(tokensQuery), queryClient.ensureQueryData(sessionsQuery)]),
  component: lazyRouteComponent(() => import("./accounts/account-page.tsx"), "AccountPage"),
});

const routeTree = root.addChildren([
  signIn,
  setUp,
  verify,
  reset,
  invitation,
  signedIn.addChildren([
    home,
    databases,
    newDatabase,
    attachDatabase,
    database.addChildren([
      overview,
      activity,
      closure,
      settings.addChildren([settingsHome, collaborators, ended, users, general]),
    ]),
    allCollaborators,
    reviews,
    review,
    invitations,
    account,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    // The queries keep what was loaded; the router keeps nothing of its own.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Loading,
    defaultPendingMs: 800,
    defaultErrorComponent: WentWrongInside,
    defaultNotFoundComponent: NotFoundInside,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
