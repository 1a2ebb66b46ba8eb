import { accessEndpoints } from "./access.ts";
import { accountsEndpoints } from "./accounts.ts";
import { collaboratorsEndpoints } from "./collaborators.ts";
import { databasesEndpoints } from "./databases.ts";
import { firewallEndpoints } from "./firewall.ts";
import { reviewsEndpoints } from "./reviews.ts";

/** Every endpoint of the product, once: the server serves these, dashboard and command line call these. */
export const endpoints = {
  ...accountsEndpoints,
  ...databasesEndpoints,
  ...collaboratorsEndpoints,
  ...accessEndpoints,
  ...firewallEndpoints,
  ...reviewsEndpoints,
} as const;

export type Endpoints = typeof endpoints;
