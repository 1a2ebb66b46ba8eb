import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { databaseIdOf } from "./database.ts";
import { MissingResource } from "./errors.ts";
import { objectIn, ok, serveDatabaseApi, type Facade, type Said, type SignedIn } from "./facade.ts";

/** Logins of applications: listed, and given a new password. Guestlist makes one with each database, and no others. */
export function databaseUsersRoutes(facade: Facade): void {
  const users = "/api/databases/:addon/users";
  serveDatabaseApi(facade, "GET", users, async (asking) =>
    ok({ "database-users": (await list(asking)).map(userView) }),
  );
  serveDatabaseApi(facade, "POST", users, async (asking) => {
    const { name } = objectIn(asking.body, "database_user");
    if ((await list(asking)).some((user) => user.name === name))
      throw new Refusal("name_taken", `There is a database user of that name already.`, "name");
    throw new Refusal("invalid_request", noOthers, "name");
  });
  serveDatabaseApi(facade, "PATCH", `${users}/:name`, async (asking) => {
    await findUser(asking);
    throw new Refusal("invalid_request", ownPasswords, "password");
  });
  serveDatabaseApi(facade, "POST", `${users}/:name/reset_password`, reset);
  serveDatabaseApi(facade, "DELETE", `${users}/:name`, async (asking) => {
    const user = await findUser(asking);
    throw new Refusal("invalid_request", `${user.name} came with its database, and stays as long.`, "name");
  });
}

const noOthers = "Guestlist makes one database user with each database, and no others: invite people as collaborators.";
const ownPasswords = "Guestlist makes the passwords itself, and keeps none: leave it empty to have it reset.";

async function list(asking: SignedIn): Promise<readonly DatabaseUser[]> {
  const params = { database: databaseIdOf(asking.params["addon"]) };
  return (await asking.call(endpoints.listDatabaseUsers, { params })).body.users;
}

async function findUser(asking: SignedIn): Promise<DatabaseUser> {
  const found = (await list(asking)).find(({ name }) => name === asking.params["name"]);
  if (found === undefined) throw new MissingResource("user", "There is no database user of that name.");
  return found;
}

async function reset(asking: SignedIn): Promise<Said> {
  const user = await findUser(asking);
  const params = { database: databaseIdOf(asking.params["addon"]), id: user.id };
  const { body } = await asking.call(endpoints.resetUserPassword, { params, body: {} });
  return ok({ database_user: { ...userView(user), password: body.password } });
}

const userView = (user: DatabaseUser) => ({
  name: user.name,
  read_only: false,
  protected: user.protected,
  dbms_attributes: { password_encryption: "SCRAM-SHA-256" },
});
