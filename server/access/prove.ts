import { randomBytes } from "node:crypto";
import {
  connectClient,
  openAdminConnection,
  otherDatabases,
  type AdminConnection,
} from "../databases/admin-connection.ts";
import { endWithin } from "../databases/admin-session.ts";
import type { ServerRow } from "../databases/grant.ts";
import { replaceOthers } from "./admin-connections.ts";
import { parseServerUrl } from "../databases/server-url.ts";
import type { Secrets } from "../platform/secrets.ts";

/** A login attempt that PostgreSQL refused. */
export interface LoginAttempt {
  readonly sqlstate: string;
  readonly message: string;
  readonly at: string;
}

export type Finding =
  | { readonly proven: true; readonly attempt: LoginAttempt; readonly at: Date; readonly leftOver: readonly string[] }
  | { readonly proven: false; readonly reason: string };

/** Whose access is to be shown gone. Without an OID there never was a role. */
export interface Suspect {
  readonly roleOid: number | null;
  readonly roleName: string;
  readonly dbname: string;
}

/** A proof on its way: it has a connection of its own, and tries the logins. */
export interface Proof {
  /** Asks the catalogs, once nothing should be left. One finding for each suspect, in their order. */
  finish(): Promise<Finding[]>;
  /** Gives its connection back, finished or not. */
  end(): void;
}

/**
 * Shows that accesses are gone, in other ways than those that closed them: on a connection of its own, by trying to log
 * in, and by asking the catalogs anew. Connecting and being refused takes time, and begins at once. `timeline` is that of the
 * session they were closed on: where the new one leads to another primary, or finds the door open, the old one is left.
 */
export function startProof(
  { server, secrets, timeline }: { readonly server: ServerRow; readonly secrets: Secrets; readonly timeline: number },
  suspects: readonly Suspect[],
): Proof {
  let isKept = false;
  const fresh = openAdminConnection(server, secrets);
  const attempts = tryAll(secrets.open(server.admin_url_sealed), suspects);
  return {
    async finish() {
      const opened = await fresh;
      if (!opened.ok)
        return suspects.map(() => unproven(`The proof needs a connection of its own, and ${opened.reason}.`));
      const { connection } = opened;
      const found: Finding[] = [];
      const hasFailedOver = connection.facts.timeline !== timeline;
      let isContradicted = hasFailedOver;
      for (const [index, attempt] of (await attempts).entries()) {
        const facts = await askCatalogs(connection, suspects[index] as Suspect);
        isContradicted ||= facts.may_log_in;
        found.push(judge(attempt, facts));
      }
      if (isContradicted) {
        isKept = true;
        replaceOthers({ server, secrets }, connection);
      }
      return hasFailedOver ? found.map((each) => (each.proven ? unproven(failedOver) : each)) : found;
    },
    end: () => void fresh.then((opened) => (opened.ok && !isKept ? opened.connection.close() : undefined)),
  };
}

const failedOver = "The server has failed over meanwhile, so what was ended is ended again on the new primary.";

const unproven = (reason: string): Finding => ({ proven: false, reason });

/** A few at a time: each of them takes a connection slot. */
const atOnce = 4;

async function tryAll(url: string, suspects: readonly Suspect[]): Promise<(Refused | "let in")[]> {
  const attempts: (Refused | "let in")[] = [];
  const waiting = suspects.entries();
  const tryOn = async (): Promise<void> => {
    for (const [index, suspect] of waiting) attempts[index] = await tryToLogIn(url, suspect);
  };
  await Promise.all(Array.from({ length: atOnce }, tryOn));
  return attempts;
}

function judge(attempt: Refused | "let in", facts: Facts): Finding {
  const open = stillOpen(facts) ?? openDoor(attempt);
  if (open !== null) return { proven: false, reason: open };
  const { code: sqlstate, message } = attempt as Refused;
  return {
    proven: true,
    at: facts.at,
    attempt: { sqlstate, message, at: facts.at.toISOString() },
    leftOver: facts.prepared.map((gid) => `prepared transaction ${gid}`),
  };
}

interface Facts {
  readonly at: Date;
  readonly may_log_in: boolean;
  readonly memberships: number;
  readonly sessions: number;
  readonly prepared: readonly string[];
}

async function askCatalogs(fresh: AdminConnection, { roleOid, roleName }: Suspect): Promise<Facts> {
  const [facts] = await fresh.query<Facts>(
    `select clock_timestamp() as at,
       exists (select from pg_roles where (oid = $1::oid or ($1::oid is null and rolname = $2)) and rolcanlogin) as may_log_in,
       (select count(*) from pg_auth_members where member = $1::oid or grantor = $1::oid) as memberships,
       (select count(*) from pg_stat_get_activity(null) where usesysid = $1::oid) as sessions,
       coalesce((select jsonb_agg(gid) from pg_prepared_xacts where owner = $2), '[]') as prepared`,
    [roleOid, roleName],
  );
  if (facts === undefined) throw new Error("the proof has no answer");
  return facts;
}

function stillOpen(facts: Facts): string | null {
  if (facts.may_log_in) return "The login may still log in.";
  if (facts.memberships > 0) return "The login is still a member of a role, or has made somebody else one.";
  if (facts.sessions > 0) return `${facts.sessions} sessions of the login are still open.`;
  return null;
}

interface Refused {
  readonly code: string;
  readonly message: string;
}

/** A database that lets nobody in says nothing of the login: then another one is asked. */
async function tryToLogIn(url: string, { roleName, dbname }: Suspect): Promise<Refused | "let in"> {
  let attempt = await tryIn(url, roleName, dbname);
  for (const other of otherDatabases) {
    if (attempt === "let in" || isRefused(attempt)) break;
    attempt = await tryIn(url, roleName, other);
  }
  return attempt;
}

async function tryIn(url: string, user: string, dbname: string): Promise<Refused | "let in"> {
  const target = parseServerUrl(url);
  if (typeof target === "string") return { code: "url", message: target };
  const password = randomBytes(24).toString("base64url");
  try {
    await endWithin(await connectClient({ ...target, user, password, dbname }, 5000), 1000);
    return "let in";
  } catch (error) {
    const { code = "none", message } = error as { code?: string; message: string };
    return { code, message };
  }
}

/** PASSWORD NULL or no role: 28P01, as for a wrong password. NOLOGIN where no password is asked for: 28000. */
const isRefused = ({ code }: Refused): boolean => code === "28P01" || code === "28000";

function openDoor(attempt: Refused | "let in"): string | null {
  if (attempt === "let in") return "PostgreSQL let the login in.";
  if (isRefused(attempt)) return null;
  return `The login attempt failed for another reason (${attempt.code}): ${attempt.message}`;
}
