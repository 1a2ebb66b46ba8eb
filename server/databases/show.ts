import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { forDatabase } from "./grant.ts";
import { databaseView } from "./view.ts";
import { findView } from "./view-queries.ts";

/** One database, with its server and its people counted. */
export const showDatabase = forDatabase(endpoints.showDatabase, async ({ tx, actor, grant }) =>
  answer(200, { database: databaseView(await findView(tx, actor.accountId, grant.database.id), actor) }),
);
