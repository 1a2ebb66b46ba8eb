import { endpoints, type Database } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { everyPage } from "./every-page.ts";
import { MissingResource, type Resource } from "./errors.ts";
import type { SignedIn } from "./facade.ts";
import { userIdOf } from "./user-id.ts";

/** A database in Scalingo's words: a dedicated resource, which is an app with exactly one addon. */

export const technology = "postgresql-ng";

/** The one plan: Guestlist does not sell sizes. */
export const plan = { id: "guestlist", name: "guestlist", display_name: "PostgreSQL, shared by Guestlist" } as const;

export const provider = {
  id: technology,
  name: "PostgreSQL",
  short_description: "PostgreSQL databases, shared with people",
  category: { id: "databases", name: "Databases", description: "", position: 1 },
  plans: [plan],
} as const;

const project = { id: "default", name: "default", default: true } as const;
export const projectId: string = project.id;

/** The CLI takes an addon for one by its id only with this beginning. */
export const addonIdOf = ({ id }: Pick<Database, "id">): string => `ad-${id}`;

/** @throws MissingResource where it cannot be an addon of this place */
export function databaseIdOf(addonId: string | undefined): string {
  const id = /^ad-([0-9a-f-]{36})$/i.exec(addonId ?? "")?.[1];
  if (id === undefined) throw new MissingResource("addon", "There is no such addon.");
  return id;
}

export const showDatabase = async ({ call }: SignedIn, reference: string | undefined): Promise<Database> =>
  (await call(endpoints.showDatabase, { params: { database: reference } })).body.database;

/** After a 404 of something below a database: which of the two is not there. */
export const missingBelow =
  (asking: SignedIn, resource: Resource, reference: string | undefined = asking.params["ref"]) =>
  async (error: unknown): Promise<never> => {
    if (!(error instanceof Refusal && error.code === "not_found")) throw error;
    await showDatabase(asking, reference);
    throw new MissingResource(resource, error.message);
  };

/** The database of `:ref`, when `:addon` is its addon. */
export async function showWithAddon(asking: SignedIn): Promise<Database> {
  const database = await showDatabase(asking, asking.params["ref"]);
  if (asking.params["addon"] !== addonIdOf(database))
    throw new MissingResource("addon", `${database.name} has no such addon.`);
  return database;
}

export const listDatabases = ({ call }: SignedIn): Promise<Database[]> =>
  everyPage(async (query) => {
    const { body } = await call(endpoints.listDatabases, { query });
    return { items: body.databases, next: body.next_cursor };
  });

export const appView = (database: Database) => ({
  id: database.id,
  name: database.name,
  owner: { id: userIdOf(database.owner), ...database.owner },
  flags: { "dedicated-database": true },
  project,
  status: "running",
  region: "osc-fr1",
  url: "",
  git_url: "",
  links: {},
  limits: {},
  private_networks_ids: [],
  last_deployed_at: null,
  created_at: database.created_at,
  updated_at: database.last_activity_at,
});

export const addonView = (database: Database) => ({
  id: addonIdOf(database),
  app_id: database.id,
  resource_id: database.dbname,
  status: database.state === "making" ? "provisioning" : "running",
  plan,
  addon_provider: { id: provider.id, name: provider.name, logo_url: "" },
  provisioned_at: database.created_at,
  deprovisioned_at: null,
});

export const databaseView = (database: Database) => ({
  id: database.id,
  name: database.name,
  project_id: projectId,
  technology,
  plan: plan.name,
});

/** A plan by the name or the id of one; nothing at all is the one there is. */
export const isOurPlan = (wanted: unknown): boolean =>
  wanted === undefined || wanted === null || wanted === plan.id || wanted === plan.name;

/** The state in the words that the database API has for it. A server that is silent is not running, as far as one knows. */
export const stateView = (database: Database) => ({
  id: database.id,
  app_id: database.id,
  created_at: database.created_at,
  resource_id: database.dbname,
  app_name: database.name,
  type_id: technology,
  type_name: technology,
  plan: plan.name,
  status: statusOf(database),
  readable_version: database.server.version,
  features: [],
  instances: [],
  maintenance_window: { weekday_utc: 0, starting_hour_utc: 0, duration_in_hour: 0 },
});

function statusOf({ state, server }: Database): "creating" | "running" | "stopped" {
  if (state === "making") return "creating";
  return state === "ready" && server.state !== "silent" ? "running" : "stopped";
}
