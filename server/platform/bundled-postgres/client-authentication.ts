import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareBinaries, type Binaries } from "./binaries.ts";
import { adminRole, controlDatabase, controlRole } from "./cluster-file.ts";
import { giveFile } from "./run-as.ts";

/** The bundled PostgreSQL takes connections from these addresses alone, whatever else is written. */
export const takenAddresses = ["127.0.0.1", "::1"] as const;
export type TakenAddress = (typeof takenAddresses)[number];

/** A database that lets in less than the server does: from these of its addresses, and from no other. */
export interface NarrowedDatabase {
  readonly dbname: string;
  readonly from: readonly TakenAddress[];
}

/**
 * The lines of pg_hba.conf: only from this machine, and never without a password. The first line that fits decides
 * (https://www.postgresql.org/docs/18/auth-pg-hba-conf.html), so that our own logins come before whatever is narrowed,
 * and nothing that is narrowed reaches the lines for all.
 */
export function clientAuthentication(narrowed: readonly NarrowedDatabase[] = []): string {
  return [
    "# Written by Guestlist: a change by hand does not last.",
    "# TYPE  DATABASE  USER  ADDRESS  METHOD",
    ...letIn("all", adminRole),
    ...letIn(controlDatabase, controlRole),
    ...narrowed.flatMap(linesOf),
    ...letIn("all", "all"),
    "",
  ].join("\n");
}

const letIn = (database: string, user: string, from: readonly TakenAddress[] = takenAddresses): string[] =>
  from.map((address) => `host  ${database}  ${user}  ${address}/${widthOf(address)}  scram-sha-256`);

const linesOf = ({ dbname, from }: NarrowedDatabase): string[] => [
  ...letIn(quote(dbname), "all", from),
  `host  ${quote(dbname)}  all  all  reject`,
];

/** All of the address's bits. */
const widthOf = (address: TakenAddress): number => (address === "::1" ? 128 : 32);

const quote = (dbname: string): string => `"${dbname}"`;

/** Whether pg_hba.conf can say this name: not with quotes and line ends in it, nor as the pattern that a slash begins. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
export const canBeNarrowed = (dbname: string): boolean => /^[^/"\\\x00-\x1f][^"\\\x00-\x1f]*$/.test(dbname);

const narrowedLine =
  /^host {2}"([^"]+)" {2}all {2}(?:(127\.0\.0\.1)\/32 {2}scram-sha-256|(::1)\/128 {2}scram-sha-256|all {2}reject)$/;

/** Which databases a file narrows. Lines of any other form, such as somebody else's, are passed over. */
export function readNarrowed(text: string): NarrowedDatabase[] {
  const found = new Map<string, TakenAddress[]>();
  for (const line of text.split("\n")) {
    const [, dbname, ...addresses] = narrowedLine.exec(line) ?? [];
    if (dbname === undefined) continue;
    const from = found.get(dbname) ?? [];
    found.set(dbname, [...from, ...takenAddresses.filter((address) => addresses.includes(address))]);
  }
  return [...found].map(([dbname, from]) => ({ dbname, from }));
}

/** The file of the bundled PostgreSQL in this data folder; empty where there is none. */
export const readClientAuthentication = (dataDir: string): Promise<string> =>
  readFile(pathIn(join(dataDir, "postgres")), "utf8").catch(() => "");

/** Replaces that file, whole or not at all. PostgreSQL reads it when it is told to. */
export const replaceClientAuthentication = async (dataDir: string, text: string): Promise<void> =>
  write(await prepareBinaries(), join(dataDir, "postgres"), text);

/**
 * Before PostgreSQL starts. What narrows a database stays: the control database, which says why, cannot be asked yet.
 * True when the file changed, so that a running PostgreSQL has to read it again.
 */
export async function writeClientAuthentication(binaries: Binaries, clusterDir: string): Promise<boolean> {
  const before = await readFile(pathIn(clusterDir), "utf8").catch(() => "");
  const text = clientAuthentication(readNarrowed(before));
  if (before === text) return false;
  await write(binaries, clusterDir, text);
  return true;
}

const pathIn = (clusterDir: string): string => join(clusterDir, "pg_hba.conf");

async function write(binaries: Binaries, clusterDir: string, text: string): Promise<void> {
  const unfinished = `${pathIn(clusterDir)}.new`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await giveFile(binaries, unfinished);
  await rename(unfinished, pathIn(clusterDir));
}
