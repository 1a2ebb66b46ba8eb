import { endpoints, type Database } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { onePlan } from "./apps.ts";
import {
  addonView,
  appView,
  databaseIdOf,
  databaseView,
  isOurPlan,
  listDatabases,
  plan,
  projectId,
  provider,
  showDatabase,
  stateView,
  technology,
} from "./database.ts";
import {
  created,
  objectIn,
  ok,
  serve,
  serveDatabaseApi,
  serveOpen,
  type Facade,
  type Said,
  type SignedIn,
} from "./facade.ts";

/** Databases, what they can be made of, and how one connects to them. */
export function databasesRoutes(facade: Facade): void {
  serve(facade, "GET", "/v1/databases", null, list);
  serve(facade, "POST", "/v1/databases", null, create);
  serve(facade, "GET", "/v1/databases/:ref", null, show);
  serve(facade, "GET", "/v1/databases/:ref/endpoints", null, listEndpoints);
  serve(facade, "GET", "/v1/apps/:ref/variables", "app", listVariables);
  serveDatabaseApi(facade, "GET", "/api/databases/:addon", async (asking) =>
    ok({ database: stateView(await showDatabase(asking, databaseIdOf(asking.params["addon"]))) }),
  );
  serveOpen(facade, "GET", "/v1/addon_providers", null, () => ok({ addon_providers: [provider] }));
  serveOpen(facade, "GET", "/v1/addon_providers/:id/plans", null, ({ params }) => {
    if (params["id"] !== technology) throw new Refusal("not_found", `There is only ${technology} here.`);
    return ok({ plans: [plan] });
  });
}

async function list(asking: SignedIn): Promise<Said> {
  const databases = await listDatabases(asking);
  if (asking.query["dashboard"] !== "true") return ok({ databases: databases.map(databaseView) });
  const nested = databases.map((database) => ({
    app: appView(database),
    addon: addonView(database),
    database: stateView(database),
  }));
  return ok({ databases: nested });
}

async function show(asking: SignedIn): Promise<Said> {
  const database = await showDatabase(asking, asking.params["ref"]).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === "not_found" ? databaseNotFound() : error;
  });
  return ok({ database: { ...databaseView(database), app: appView(database) } });
}

const databaseNotFound = (): Refusal => new Refusal("not_found", "Database not found");

/** Flat from the Go clients, in `database` from scalingo.js and Scalingo's documentation. */
async function create(asking: SignedIn): Promise<Said> {
  const wanted = { ...asking.body, ...objectIn(asking.body, "database") };
  refuseWhatIsNotThere(wanted);
  const { body } = await asking.call(endpoints.createDatabase, { body: { name: wanted["name"] } });
  const { database } = body;
  // The application's own login is told here and nowhere again; their clients pass over what they do not know.
  return created({ database: { ...withApp(database), connection_uri: body.connection_uri } });
}

const withApp = (database: Database) => ({
  ...databaseView(database),
  app: appView(database),
});

function refuseWhatIsNotThere(wanted: Readonly<Record<string, unknown>>): void {
  const { addon_provider_id, technology: named = addon_provider_id ?? technology, plan_id, plan: planned } = wanted;
  if (named !== technology) throw new Refusal("invalid_request", `There is only ${technology} here.`, "technology");
  if (!isOurPlan(plan_id ?? planned)) throw new Refusal("invalid_request", onePlan, "plan");
  if (wanted["project_id"] && wanted["project_id"] !== projectId)
    throw new Refusal("invalid_request", "There is one project here, default.", "project_id");
  if (wanted["ip_range"])
    throw new Refusal("invalid_request", "Guestlist has no private networks: leave the range out.", "ip_range");
}

const showConnection = async ({ call }: SignedIn, reference: string | undefined) =>
  (await call(endpoints.showConnection, { params: { database: reference } })).body.connection;

async function listEndpoints(asking: SignedIn): Promise<Said> {
  const { database_id: id, host, port } = await showConnection(asking, asking.params["ref"]);
  const endpoint = { id: `${id}-public-rw`, database_id: id, hostname: host, port, type: "public-rw" };
  return ok({ endpoints: [endpoint] });
}

/** The caller's own login, never another's, and without its password: nothing keeps that. None while there is no login. */
async function listVariables(asking: SignedIn): Promise<Said> {
  const { uri } = await showConnection(asking, asking.params["ref"]);
  const name = "SCALINGO_POSTGRESQL_URL";
  return ok({ variables: uri === null ? [] : [{ id: name, name, value: uri }] });
}
