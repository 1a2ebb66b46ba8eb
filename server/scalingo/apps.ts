import { endpoints } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import {
  addonIdOf,
  addonView,
  appView,
  isOurPlan,
  listDatabases,
  projectId,
  showDatabase,
  showWithAddon,
} from "./database.ts";
import { nothing, objectIn, ok, serve, type Facade, type Said, type SignedIn } from "./facade.ts";

/** A database as an app with one addon: what the clients look up before every call. */
export function appsRoutes(facade: Facade): void {
  serve(facade, "GET", "/v1/apps", "app", async (asking) => {
    const databases = await listDatabases(asking);
    return ok({ apps: databases.map(appView) });
  });
  serve(facade, "POST", "/v1/apps", "app", () => {
    throw new Refusal("invalid_request", noApps, "name");
  });
  serve(facade, "GET", "/v1/apps/:ref", "app", async (asking) =>
    ok({ app: appView(await showDatabase(asking, asking.params["ref"])) }),
  );
  serve(facade, "PUT", "/v1/apps/:ref", "app", moveProject);
  serve(facade, "PATCH", "/v1/apps/:ref", "app", moveProject);
  serve(facade, "POST", "/v1/apps/:ref/rename", "app", rename);
  serve(facade, "DELETE", "/v1/apps/:ref", "app", destroy);
  addonRoutes(facade);
}

function addonRoutes(facade: Facade): void {
  serve(facade, "GET", "/v1/apps/:ref/addons", "app", async (asking) =>
    ok({ addons: [addonView(await showDatabase(asking, asking.params["ref"]))] }),
  );
  serve(facade, "GET", "/v1/apps/:ref/addons/:addon", "app", async (asking) =>
    ok({ addon: addonView(await showWithAddon(asking)) }),
  );
  serve(facade, "PATCH", "/v1/apps/:ref/addons/:addon", "app", async (asking) => {
    const database = await showWithAddon(asking);
    if (!isOurPlan(objectIn(asking.body, "addon")["plan_id"])) throw new Refusal("invalid_request", onePlan, "plan_id");
    return ok({ addon: addonView(database) });
  });
  serve(facade, "POST", "/v1/apps/:ref/addons/:addon/token", "app", async (asking) => {
    const addon = addonIdOf(await showWithAddon(asking));
    return ok({ addon: { id: addon, token: facade.bearers.issue(asking.actor, addon) } });
  });
}

const noApps = "Guestlist holds databases, no applications. Create a database instead.";
export const onePlan = "There is one plan here, guestlist: Guestlist does not sell sizes.";
const oneProject = "There is one project here, default.";

async function moveProject(asking: SignedIn): Promise<Said> {
  const database = await showDatabase(asking, asking.params["ref"]);
  const wanted = asking.body["project_id"] ?? objectIn(asking.body, "app")["project_id"];
  if (wanted !== undefined && wanted !== projectId) throw new Refusal("invalid_request", oneProject, "project_id");
  return ok({ app: appView(database) });
}

/** `current_name` says which one is meant, as it does when one is destroyed. */
async function rename(asking: SignedIn): Promise<Said> {
  const { id, name } = await showDatabase(asking, asking.params["ref"]);
  const { current_name: current, new_name: wanted } = asking.body;
  if (current !== undefined && current !== name)
    throw new Refusal("confirm_name", `It is called ${name}, so it was not renamed.`, "current_name");
  if (typeof wanted !== "string") throw new Refusal("invalid_name", "Say its new name in new_name.", "name");
  const { body } = await asking.call(endpoints.changeDatabase, { params: { database: id }, body: { name: wanted } });
  return ok({ app: appView(body.database) });
}

/** Destroying means the data too, where Guestlist made the database; an attached one is only taken off. */
async function destroy(asking: SignedIn): Promise<Said> {
  const { kind, id } = await showDatabase(asking, asking.params["ref"]);
  const { status, body } = await asking.call(endpoints.deleteDatabase, {
    params: { database: id },
    query: kind === "created" ? { data: "drop" } : {},
    body: { confirm: asking.query["current_name"] },
  });
  // A 204 would say that nobody gets in any more.
  if (status === 202)
    throw new Refusal("database_not_ready", body.waiting ?? `${body.database.name} is being deleted.`);
  return nothing;
}
