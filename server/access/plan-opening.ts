import { isPowerlesslyOwned } from "../databases/ownership.ts";
import type { Desired } from "./desired.ts";
import type { Observed, ObservedDatabase } from "./observe.ts";
import { quoteIdent } from "./quote.ts";
import type { Step } from "./step.ts";

/**
 * Takes back what whoever works as the owner role may do to keep everybody out of the database: a look from within would
 * never come to it. Where a login still owns the database, it is that login's to shut.
 */
export function planOpening(desired: Desired, { database }: Observed): Step[] {
  if (database === null || !isPowerlesslyOwned(desired)) return [];
  const { dbname, state } = desired;
  return listShuts(desired, database).map(({ clause, found }) => ({
    kind: "guard-database",
    description: `Let people connect to ${dbname} again`,
    on: "server",
    sql: [`ALTER DATABASE ${quoteIdent(dbname)} ${clause}`],
    ...(state !== "making" && { drift: found }),
  }));
}

interface Shut {
  /** Of ALTER DATABASE. */
  readonly clause: string;
  readonly found: string;
}

function listShuts({ dbname, kind }: Desired, database: ObservedDatabase): Shut[] {
  const { allows_connections: allows, connection_limit: limit, settings } = database;
  // A limit that an attached database came with may be meant; one that lets nobody in is not.
  const isLimited = kind === "created" ? limit !== -1 : limit === 0;
  return [
    ...(allows ? [] : [{ clause: "ALLOW_CONNECTIONS true", found: `nobody was let connect to ${dbname}` }]),
    ...(isLimited
      ? [{ clause: "CONNECTION LIMIT -1", found: `the database ${dbname} had a connection limit of ${limit}` }]
      : []),
    ...settings.filter(keepsOut).map((setting) => {
      const name = nameOf(setting);
      return { clause: `RESET ${quoteIdent(name)}`, found: `the setting ${name} of ${dbname} kept everybody out` };
    }),
  ];
}

const nameOf = (setting: string): string => setting.slice(0, setting.indexOf("="));

/** The shortest time, in milliseconds, that somebody can still work with. */
const shortest: Readonly<Record<string, number>> = {
  statement_timeout: 50,
  transaction_timeout: 50,
  idle_session_timeout: 1000,
};

/** A library that is not there refuses every session; none that a database needs is preloaded by its owner. */
function keepsOut(setting: string): boolean {
  const name = nameOf(setting);
  const value = setting.slice(name.length + 1);
  if (name === "local_preload_libraries") return value !== "" && value !== '""';
  const least = shortest[name];
  const ms = milliseconds(value);
  return least !== undefined && ms !== 0 && !(ms >= least);
}

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** As PostgreSQL reads a time, also in hexadecimal; NaN when it is written in a way that nobody needs. */
function milliseconds(text: string): number {
  if (!Number.isNaN(Number(text))) return Number(text);
  const [, number = "", unit = ""] = /^(.*?)\s*([a-z]+)\s*$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? Number.NaN);
}
