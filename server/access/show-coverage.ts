import { endpoints } from "@guestlist/contract";
import { errandForDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { findCoverage } from "./coverage-queries.ts";

/** What the levels reach, as the last reconcile measured it. */
export const showCoverage = errandForDatabase(endpoints.showCoverage, async ({ platform, grant }) =>
  answer(200, { coverage: await findCoverage(platform.db, grant.database.id) }),
);
