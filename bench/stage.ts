import { adminUrl, readBundledDatabaseUrl, readClusterFile } from "../server/platform/bundled-postgres/cluster-file.ts";
import { addPerson, connectionReady, databaseReady, type Person } from "../test/journeys/stage.ts";
import { startGuestlist, type Guestlist } from "../test/support/product.ts";
import { eventually } from "../test/support/signals.ts";

/** The product as it runs after `npm start`: one process, the bundled PostgreSQL with its durable settings, the worker. */
export interface BenchStage {
  readonly product: Guestlist;
  readonly owner: Person;
  /** The control database. */
  readonly databaseUrl: string;
  /** The superuser's, of the same PostgreSQL. */
  readonly adminUrlOf: (database: string) => string;
}

export async function openStage(): Promise<BenchStage> {
  const product = await startGuestlist({ bundled: true, env: { LOG_LEVEL: "warn" } });
  const [databaseUrl, cluster] = await Promise.all([
    readBundledDatabaseUrl(product.dataDir),
    readClusterFile(product.dataDir),
  ]);
  if (databaseUrl === undefined || cluster?.port === undefined)
    throw new Error("the bundled PostgreSQL left no address");
  const admin = adminUrl(cluster, cluster.port);
  const adminUrlOf = (database: string): string => Object.assign(new URL(admin), { pathname: `/${database}` }).href;
  return { product, owner: await addPerson({ product }, "owner@example.com"), databaseUrl, adminUrlOf };
}

/** A database of the owner's, ready. */
export async function addDatabase({ owner }: BenchStage, name: string): Promise<string> {
  const { body } = await owner.api.post<{ database: { id: string } }>("/v1/databases", { name });
  await eventually(() => databaseReady(owner, name), { within: patience });
  return body.database.id;
}

/** Until the person's login on it can be used. */
export const loginReady = (person: Person, name: string): Promise<unknown> =>
  eventually(() => connectionReady(person, name), { within: patience });

/** On a machine that is busy with others a bench takes longer, and is as good: milliseconds. */
const patience = 120_000;
