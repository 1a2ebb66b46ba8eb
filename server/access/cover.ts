import type { AdminConnection } from "../databases/admin-connection.ts";
import { describeCoverage } from "./coverage-words.ts";
import { saveCoverage } from "./coverage-queries.ts";
import { observeCoverage } from "./coverage.ts";
import type { Desired } from "./desired.ts";
import { findOurs, type Observed } from "./observe.ts";
import { planCoverage } from "./plan.ts";
import { applyAll } from "./prepare.ts";
import type { Run } from "./run.ts";

/**
 * What the groups may do inside the database: given, read back, and stored. A gap does not keep the rest from being
 * granted; what is stored is what PostgreSQL says afterwards, never what was asked of it.
 */
export async function coverDatabase(
  run: Run,
  inside: AdminConnection,
  desired: Desired,
  observed: Observed,
): Promise<void> {
  const readOnly = findOurs(observed, { oid: null, marker: desired.readOnly.marker });
  const readWrite = findOurs(observed, { oid: null, marker: desired.readWrite.marker });
  if (readOnly === null || readWrite === null) return;
  const groups = { readOnly: readOnly.oid, readWrite: readWrite.oid };
  const preparing = desired.state === "making" && desired.kind === "attached";
  let coverage = await observeCoverage(inside, groups, preparing);
  const refused = new Map<string, string>();
  const planned = planCoverage(desired, coverage, observed.database?.owner);
  for (const { schema, step } of planned) {
    const reason = await applyAll(run, inside, [step]);
    if (reason !== null && schema !== null) refused.set(schema, reason);
  }
  if (planned.length > 0) coverage = await observeCoverage(inside, groups, false);
  await saveCoverage(run.platform.db, desired.databaseId, describeCoverage(coverage.measured, refused));
}
