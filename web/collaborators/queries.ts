import { endpoints, type Collaborator } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { everyPage } from "../every-page.ts";
import { lookAgain, unlessGone } from "../query-client.ts";

export const collaboratorsQuery = (database: string) =>
  queryOptions({
    queryKey: ["databases", database, "collaborators"],
    queryFn: () =>
      everyPage(async (page) => {
        const { body } = await send(endpoints.listCollaborators, { params: { database }, query: page });
        return { rows: body.collaborators, next: body.next_cursor };
      }),
    refetchInterval: (query) =>
      unlessGone(query, query.state.data?.some(isMoving) ? lookAgain.moving : lookAgain.still),
  });

/** One of them, ended ones too. */
export const collaboratorQuery = (database: string, id: string) =>
  queryOptions({
    queryKey: ["databases", database, "collaborators", id],
    queryFn: async () => (await send(endpoints.showCollaborator, { params: { database, id } })).body.collaborator,
  });

/** What the access levels reach; it changes with the reconciler's look, once a minute. */
export const coverageQuery = (database: string) =>
  queryOptions({
    queryKey: ["databases", database, "coverage"],
    queryFn: async () => (await send(endpoints.showCoverage, { params: { database } })).body.coverage,
    refetchInterval: (query) => unlessGone(query, lookAgain.still),
  });

/** What a revoke would end: looked up each time it is asked, never from before. */
export const previewQuery = (database: string, id: string) =>
  queryOptions({
    queryKey: ["databases", database, "collaborators", id, "preview"],
    queryFn: async () => (await send(endpoints.previewRevocation, { params: { database, id } })).body,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

export const allCollaboratorsQuery = queryOptions({
  queryKey: ["collaborators"],
  queryFn: () =>
    everyPage(async (page) => {
      const { body } = await send(endpoints.listAllCollaborators, { query: page });
      return { rows: body.collaborators, next: body.next_cursor };
    }),
  refetchInterval: (query) => unlessGone(query, lookAgain.still),
});

/** An invitation may wait for days: it does not make a list look again sooner. */
const isMoving = (of: Collaborator): boolean =>
  of.status === "revoking" || of.changing !== null || (of.status === "accepted" && of.login?.state !== "ready");
