import pg from "pg";
import { StartError } from "./start-error.ts";

/** Connects once to where DATABASE_URL leads. @throws StartError that names the setting, and says what is wrong with it */
export async function assertDatabase(databaseUrl: string): Promise<void> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    client.on("error", () => undefined);
    await client.connect();
  } catch (error) {
    throw new StartError(inWords(error as NodeJS.ErrnoException, databaseUrl));
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** Without the URL itself, which holds a password. */
function inWords({ code = "", message, name }: NodeJS.ErrnoException, databaseUrl: string): string {
  const where = /^\w+:\/\/(?:[^/]*@)?([^/?]*)/.exec(databaseUrl)?.[1] ?? "";
  const reason = (message || code || name).split("\n", 1)[0]?.replace(/\.$/, "");
  const known = mends.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
  return `DATABASE_URL does not lead into a database, at ${where}: ${reason}. ${known ?? "Mend it, or that server."}`;
}

const mends: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED/, "Start PostgreSQL there, or mend host and port."],
  [/^(ENOTFOUND|EAI_AGAIN)/, "Mend the name of the host."],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)|timeout/, "Nothing answers there: mend host and port, or the way to it."],
  [/client password must be/, "It has no password: write postgres://user:password@host:5432/database."],
  [/^(28P01|28000)/, "Mend user and password."],
  [/^3D000/, "Make the database, or mend its name."],
  [/^57P03/, "Start Guestlist when that is done."],
];
