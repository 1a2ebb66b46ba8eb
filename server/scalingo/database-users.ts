import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { databaseIdOf } from "./database.ts";
import { MissingResource } from "./errors.ts";
import { created, nothing, objectIn, ok, serveDatabaseApi, type Facade, type Said, type SignedIn } from "./facade.ts";

/** Logins of applications. Theirs has two kinds: one that only reads, and one that works as the owner, which is `full` here. */
export function databaseUsersRoutes(facade: Facade): void {
  const users = "/api/databases/:addon/users";
  serveDatabaseApi(facade, "GET", users, async (asking) =>
    ok({ "database-users": (await list(asking)).map(userView) }),
  );
  serveDatabaseApi(facade, "POST", users, create);
  serveDatabaseApi(facade, "GET", `${users}/:name`, async (asking) =>
    ok({ database_user: userView(await findUser(asking)) }),
  );
  serveDatabaseApi(facade, "PATCH", `${users}/:name`, setPassword);
  serveDatabaseApi(facade, "POST", `${users}/:name/reset_password`, async (asking) => {
    const user = await findUser(asking);
    return ok({ database_user: { ...userView(user), password: await reset(asking, user, {}) } });
  });
  serveDatabaseApi(facade, "DELETE", `${users}/:name`, remove);
}

const paramsOf = (asking: SignedIn) => ({ database: databaseIdOf(asking.params["addon"]) });

async function list(asking: SignedIn): Promise<readonly DatabaseUser[]> {
  return (await asking.call(endpoints.listDatabaseUsers, { params: paramsOf(asking) })).body.users;
}

async function findUser(asking: SignedIn): Promise<DatabaseUser> {
  const found = (await list(asking)).find(({ name }) => name === asking.params["name"]);
  if (found === undefined) throw new MissingResource("user", "There is no database user of that name.");
  return found;
}

/** The CLI makes the password itself, and shows its own; without one Guestlist makes it. */
async function create(asking: SignedIn): Promise<Said> {
  const { name, read_only: readOnly, ...wanted } = objectIn(asking.body, "database_user");
  const body = { name, access: readOnly === true ? "read-only" : "full", ...passwordIn(wanted) };
  const made = (await asking.call(endpoints.createDatabaseUser, { params: paramsOf(asking), body })).body;
  return created({ database_user: { ...userView(made.user), password: made.password } });
}

async function setPassword(asking: SignedIn): Promise<Said> {
  const user = await findUser(asking);
  const own = passwordIn(objectIn(asking.body, "database_user"));
  if (!("password" in own)) throw new Refusal("invalid_request", "Say which password it is to have.", "password");
  await reset(asking, user, own);
  return ok({ database_user: userView(user) });
}

async function reset(asking: SignedIn, { id }: DatabaseUser, body: { password?: unknown }): Promise<string> {
  const params = { ...paramsOf(asking), id };
  return (await asking.call(endpoints.resetUserPassword, { params, body })).body.password;
}

/** Empty is none: the clients send it so. @throws Refusal when it was not typed twice the same */
function passwordIn({ password, password_confirmation: again }: Readonly<Record<string, unknown>>): {
  password?: unknown;
} {
  if (password === undefined || password === null || password === "") return {};
  if (again !== undefined && again !== password)
    throw new Refusal("invalid_request", "The two passwords are not the same.", "password_confirmation");
  return { password };
}

/** 204 is said once nobody gets in any more; until then a conflict says why. */
async function remove(asking: SignedIn): Promise<Said> {
  const { id, name: confirm } = await findUser(asking);
  const params = { ...paramsOf(asking), id };
  const { body } = await asking.call(endpoints.deleteDatabaseUser, { params, body: { confirm } });
  if (body.waiting !== null) throw new Refusal("login_not_ready", body.waiting);
  return nothing;
}

const userView = (user: DatabaseUser) => ({
  name: user.name,
  read_only: user.access === "read-only",
  protected: user.protected,
  dbms_attributes: { password_encryption: "SCRAM-SHA-256" },
});
