import { randomUUID } from "node:crypto";
import type pg from "pg";
import { keptSession, type KeptSession } from "./kept-session.ts";
import { connect, type TestPostgres } from "./postgres.ts";

export interface TestControlDatabase {
  /** Of the database's owner, who is no superuser. */
  url: string;
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Where the run's shared cluster is; the global setup sets it. */
export const clusterVariable = "GUESTLIST_TEST_CLUSTER";

type SharedCluster = { adminUrl: string; ownerUrl: string } | { failure: string };

const template = "control_template";
const owner = { name: "guestlist_control", password: "only-for-tests" };

/** An empty, fully migrated control database of the test's own, cloned from a template in about 30 ms. */
export async function createControlDatabase(): Promise<TestControlDatabase> {
  const shared = sharedCluster();
  if ("failure" in shared) throw new Error(shared.failure);
  const { adminUrl, ownerUrl } = shared;
  const name = `control_${randomUUID().replaceAll("-", "")}`;
  admin ??= keptSession(() => connect(adminUrl));
  await admin.query(`create database ${name} template ${template} owner ${owner.name}`);
  const url = withDatabase(ownerUrl, name);
  const kept = keptSession(() => connect(url));
  return {
    url,
    query: kept.query,
    drop: async () => {
      await kept.end();
      await admin?.query(`drop database if exists ${name} with (force)`);
    },
  };
}

/** Of this worker, for all that come and go. */
let admin: KeptSession | undefined;

/**
 * Makes the template on the run's cluster; `migrate` gets the URL of its owner. A migration that fails is the failure of
 * the tests that ask for a control database, not of the others.
 */
export async function prepareControlTemplate(
  cluster: TestPostgres,
  migrate: (url: string) => Promise<unknown>,
): Promise<void> {
  await cluster.query(`create role ${owner.name} login password '${owner.password}'`);
  await cluster.query(`create database ${template} owner ${owner.name}`);
  const ownerUrl = cluster.urlFor(template, owner.name, owner.password);
  const shared: SharedCluster = await migrate(ownerUrl).then(
    () => ({ adminUrl: cluster.adminUrl, ownerUrl }),
    (error: unknown) => ({ failure: `The control database's migration failed: ${String(error)}` }),
  );
  process.env[clusterVariable] = JSON.stringify(shared);
}

function sharedCluster(): SharedCluster {
  const text = process.env[clusterVariable];
  if (!text) throw new Error("There is no shared cluster: run the tests through vitest, whose global setup starts it.");
  return JSON.parse(text) as SharedCluster;
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
