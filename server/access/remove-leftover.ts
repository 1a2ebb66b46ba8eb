import type { AdminConnection } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";
import { inDatabase } from "./admin-connections.ts";
import { applyStep, type Applied } from "./apply.ts";
import type { LeftoverRow } from "./leftover-queries.ts";
import { quoteIdent } from "./quote.ts";
import type { Step } from "./step.ts";
import { listPublic, type PublicPrivilege } from "./survey.ts";

export type Removed = Applied | { readonly done: false; readonly silent: true; readonly reason: string };

/** Takes one thing out of its database, and looks again. What is gone already counts as removed. */
export async function removeLeftover(
  server: ServerRow,
  secrets: Secrets,
  leftover: LeftoverRow,
  closed: readonly string[],
): Promise<Removed> {
  const { dbname } = leftover;
  const removed = await inDatabase({ server, secrets, dbname }, (inside) =>
    leftover.kind === "public_privilege" ? closeToPublic(inside, leftover, closed) : dropCode(inside, leftover),
  );
  return removed.ok ? removed.value : { done: false, silent: true, reason: removed.reason };
}

async function closeToPublic(
  inside: AdminConnection,
  { target, name }: LeftoverRow,
  closed: readonly string[],
): Promise<Applied> {
  const look = async (): Promise<PublicPrivilege | undefined> =>
    (await listPublic(inside, closed)).find(
      ({ type, identity }) => type === target.type && identity === target.identity,
    );
  const open = await look();
  if (open === undefined) return { done: true };
  const step = takeFromPublic(open, inside.facts.adminRole);
  if (step === null) return { done: false, reason: `Guestlist does not know how to take ${name} from everybody.` };
  const applied = await applyStep(inside, step);
  if (!applied.done) return applied;
  const left = await look();
  return left === undefined
    ? { done: true }
    : {
        done: false,
        reason: `Everybody still has ${left.privileges.join(", ")} on it, by ${left.grantors.join(" and ")}.`,
      };
}

/** A grant that somebody else than the owner made is taken back as them: PostgreSQL would let it stay, and say nothing. */
export function takeFromPublic(open: PublicPrivilege, adminRole: string): Step | null {
  const revoke = revokeOf(open);
  if (revoke === null) return null;
  const sql = open.grantors.flatMap((grantor) =>
    grantor === open.owner || grantor === adminRole
      ? [revoke]
      : [`SET LOCAL ROLE ${quoteIdent(grantor)}`, revoke, "SET LOCAL ROLE NONE"],
  );
  return {
    kind: "clean",
    description: `Take ${open.privileges.join(", ")} on ${open.type} ${open.identity} from everybody`,
    on: "database",
    sql: ["SET LOCAL lock_timeout = '2s'", ...sql],
  };
}

/** How REVOKE calls what pg_identify_object calls otherwise. */
const keywords: Record<string, string> = {
  table: "TABLE",
  view: "TABLE",
  "materialized view": "TABLE",
  "foreign table": "TABLE",
  sequence: "SEQUENCE",
  function: "ROUTINE",
  procedure: "ROUTINE",
  aggregate: "ROUTINE",
  schema: "SCHEMA",
  database: "DATABASE",
  language: "LANGUAGE",
  type: "TYPE",
  "foreign-data wrapper": "FOREIGN DATA WRAPPER",
  server: "FOREIGN SERVER",
  "large object": "LARGE OBJECT",
};

function revokeOf({ type, identity, whole, column, privileges, role, schema }: PublicPrivilege): string | null {
  if (type === "default privileges") {
    const kind = identity.split(" ", 1)[0]?.toUpperCase() ?? "";
    const within = schema === null ? "" : ` IN SCHEMA ${schema}`;
    return `ALTER DEFAULT PRIVILEGES FOR ROLE ${role}${within} REVOKE ${privileges.join(", ")} ON ${kind} FROM PUBLIC`;
  }
  if (column !== null) {
    const each = privileges.map((privilege) => `${privilege} (${column})`).join(", ");
    return `REVOKE ${each} ON TABLE ${whole} FROM PUBLIC`;
  }
  const keyword = keywords[type];
  return keyword === undefined ? null : `REVOKE ${privileges.join(", ")} ON ${keyword} ${identity} FROM PUBLIC`;
}

/** Where a kind of code is listed, and how DROP calls it. */
const drops: Record<string, readonly [catalog: string, keyword: string]> = {
  function: ["pg_proc", "ROUTINE"],
  procedure: ["pg_proc", "ROUTINE"],
  aggregate: ["pg_proc", "ROUTINE"],
  trigger: ["pg_trigger", "TRIGGER"],
  rule: ["pg_rewrite", "RULE"],
  "event trigger": ["pg_event_trigger", "EVENT TRIGGER"],
  view: ["pg_class", "VIEW"],
  "materialized view": ["pg_class", "MATERIALIZED VIEW"],
};

/** Only the very one that was found, and nothing that depends on it. */
async function dropCode(inside: AdminConnection, { target, name }: LeftoverRow): Promise<Applied> {
  const [catalog, keyword] = drops[target.type] ?? [];
  if (catalog === undefined) return { done: false, reason: `Guestlist does not know how to remove ${name}.` };
  const [there] = await inside.query<{ identity: string }>(
    `select (pg_identify_object('${catalog}'::regclass, oid, 0)).identity from ${catalog} where oid = $1::oid`,
    [target.oid],
  );
  if (there === undefined) return { done: true };
  if (there.identity !== target.identity)
    return { done: false, reason: `What was ${name} is called ${there.identity} by now. Remove it in PostgreSQL.` };
  const applied = await applyStep(inside, {
    kind: "clean",
    description: `Remove ${name}`,
    on: "database",
    sql: ["SET LOCAL lock_timeout = '2s'", `DROP ${keyword} ${target.identity} RESTRICT`],
  });
  return applied.done
    ? applied
    : { done: false, reason: applied.reason.replace("depends on the role", "depends on it") };
}
