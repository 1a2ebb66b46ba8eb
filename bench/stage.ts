import { adminUrl, readBundledDatabaseUrl, readClusterFile } from "../server/platform/bundled-postgres/cluster-file.ts";
import { addPerson, createDatabase, type Person } from "../test/journeys/stage.ts";
import { startGuestlist, type Guestlist } from "../test/support/product.ts";

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
  return (await createDatabase(owner, name)).database.id;
}
