import { takenIn } from "../databases/firewall/network.ts";
import type { RuledDatabase } from "../databases/firewall/queries.ts";
import {
  clientAuthentication,
  readNarrowed,
  takenAddresses,
  type NarrowedDatabase,
  type TakenAddress,
} from "../platform/bundled-postgres/index.ts";

/** What pg_hba.conf should say of them. One whose last rule goes is as open again as its server. */
export const narrowedBy = (ruled: readonly RuledDatabase[]): NarrowedDatabase[] =>
  ruled.flatMap(({ dbname, rules }) => {
    const wanted = rules.filter(({ state }) => state === "making" || state === "enforced");
    return wanted.length === 0 ? [] : [{ dbname, from: takenIn(wanted.map(({ cidr }) => cidr)) }];
  });

/** Rules that PostgreSQL does not follow yet, as far as is known. */
export const pendingOf = ({ rules }: RuledDatabase): string[] =>
  rules.filter(({ state }) => state !== "enforced").map(({ id }) => id);

/** Databases whose lines differ though nobody asked for it: all of their rules were followed already. */
export function drifted(found: string, ruled: readonly RuledDatabase[]): RuledDatabase[] {
  const before = readNarrowed(found);
  const others = found !== clientAuthentication(before);
  const settled = ruled.filter((database) => pendingOf(database).length === 0);
  return settled.filter((database) => others || !isSaid(before, database));
}

function isSaid(before: readonly NarrowedDatabase[], database: RuledDatabase): boolean {
  const [wanted] = narrowedBy([database]);
  const said = before.find(({ dbname }) => dbname === database.dbname);
  return JSON.stringify(said) === JSON.stringify(wanted);
}

/** A row of pg_hba_file_rules. */
export interface ReadLine {
  readonly database: readonly string[] | null;
  readonly address: string | null;
  readonly auth_method: string | null;
  readonly error: string | null;
}

/** Why PostgreSQL would not do what the file is to say, by how it reads it; null: it would. */
export function whyNotRead(lines: readonly ReadLine[], narrowed: readonly NarrowedDatabase[]): string | null {
  const wrong = lines.find(({ error }) => error !== null);
  if (wrong !== undefined) return `PostgreSQL refuses pg_hba.conf: ${wrong.error}.`;
  const expected = narrowed.flatMap(({ dbname, from }) => [
    ...from.map((address) => [dbname, address, "scram-sha-256"]),
    [dbname, "all", "reject"],
  ]);
  const own = lines.slice(ownLines, lines.length - takenAddresses.length);
  const read = own.map(({ database, address, auth_method }) => [database?.join(), address, auth_method]);
  return JSON.stringify(read) === JSON.stringify(expected)
    ? null
    : "PostgreSQL reads another pg_hba.conf than the one that Guestlist writes.";
}

/** Those of Guestlist's two logins. */
const ownLines = 2 * takenAddresses.length;

/** Which addresses each database lets in, in the form that SQL unnests. */
export const inColumns = (
  narrowed: readonly NarrowedDatabase[],
): { readonly dbnames: string[]; readonly addresses: TakenAddress[] } => {
  const pairs = narrowed.flatMap(({ dbname, from }) => from.map((address) => ({ dbname, address })));
  return { dbnames: pairs.map(({ dbname }) => dbname), addresses: pairs.map(({ address }) => address) };
};
