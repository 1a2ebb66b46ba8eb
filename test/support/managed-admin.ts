import type { TestPostgres } from "./postgres.ts";

const name = "managed_admin";
const password = "only-for-tests";

/**
 * The admin that a provider gives instead of a superuser: it makes roles and databases, sees statistics and may end
 * sessions. @returns its URL
 */
export async function makeManagedAdmin(postgres: TestPostgres): Promise<string> {
  await postgres.query(`create role ${name} login createrole createdb password '${password}'`);
  await postgres.query(`grant pg_monitor, pg_signal_backend to ${name}`);
  return postgres.urlFor("postgres", name, password);
}
