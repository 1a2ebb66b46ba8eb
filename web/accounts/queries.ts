import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: async () => (await send(endpoints.showAccount, {})).body.account,
  staleTime: 60_000,
});

export const installationQuery = queryOptions({
  queryKey: ["installation"],
  queryFn: async () => (await send(endpoints.showInstallation, {})).body,
  staleTime: 300_000,
});

export const sessionsQuery = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: async () => (await send(endpoints.listSessions, {})).body.sessions,
});

export const tokensQuery = queryOptions({
  queryKey: ["account", "tokens"],
  queryFn: async () => (await send(endpoints.listTokens, {})).body.tokens,
});
