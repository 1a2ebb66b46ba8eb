import type { Finding } from "@guestlist/contract";
import { isLoopback } from "../platform/setting-values.ts";
import { addressOf } from "./admin-url.ts";
import type { DatabaseRow } from "./grant.ts";
import type { Look, Seen } from "./look.ts";

/** What the control database adds to a look. */
export interface Known {
  /** The URL's database is Guestlist's own. */
  readonly control: boolean;
  /** It is on somebody's list already. */
  readonly attached: boolean;
}

type Answered = Extract<Look, { answered: true }>;

const fine = (code: string, message: string): Finding => ({ kind: "fine", code, message });
const limits = (code: string, message: string): Finding => ({ kind: "limits", code, message });
const refuses = (code: string, message: string): Finding => ({ kind: "refuses", code, message });

/** The judgment on an admin connection, in the order in which somebody would mend it. */
export function judge(look: Look, known: Known, ownership: "keep" | "move" = "keep"): Finding[] {
  if (!look.answered)
    return [
      refuses(
        look.code,
        `${addressOf(look.target)} ${look.silent ? "does not answer" : "cannot be used"}: ${look.reason}.`,
      ),
    ];
  return [
    reachable(look),
    version(look),
    encryption(look),
    ...whichDatabase(look, known),
    rights(look),
    owner(look),
    ...moving(look, ownership),
    ...publicRights(look.seen),
    ...rest(look.seen),
  ];
}

export const isAttachable = (findings: readonly Finding[]): boolean => findings.every(({ kind }) => kind !== "refuses");

const reachable = ({ target, facts }: Answered): Finding =>
  fine("reachable", `PostgreSQL ${facts.version} answers at ${addressOf(target)} in ${facts.answersMs} ms.`);

function version({ facts }: Answered): Finding {
  const major = Math.floor(facts.versionNum / 10000);
  return major >= 13 && major <= 18
    ? fine("version", `PostgreSQL ${major} is one of the versions that Guestlist manages.`)
    : refuses("version", `PostgreSQL ${facts.version} is not managed by Guestlist, which knows 13 to 18.`);
}

function encryption({ target, facts }: Answered): Finding {
  if (!facts.encrypted)
    return isLoopback(target.host)
      ? fine("encryption", "The connection stays on this machine.")
      : refuses(
          "encryption",
          `The connection to ${target.host} is not encrypted, and passwords and data would cross the network readable. Turn ssl on at the server, and use sslmode=require or better.`,
        );
  return target.sslmode === "verify-full" || isLoopback(target.host)
    ? fine("encryption", "The connection is encrypted.")
    : limits(
        "encryption",
        "The connection is encrypted, but nothing proves that it is the right server. sslmode=verify-full would.",
      );
}

function whichDatabase({ target, seen }: Answered, { control, attached }: Known): Finding[] {
  const { dbname } = target;
  if (control) return [refuses("control_database", `${dbname} is Guestlist's own database, which is never shared.`)];
  if (seen.template)
    return [refuses("template", `${dbname} is a template of the server: what it holds would be copied into others.`)];
  if (attached) return [refuses("already_attached", `${dbname} on this server is in Guestlist already.`)];
  if (dbname === "postgres")
    return [
      limits("maintenance_database", "postgres is the server's maintenance database, where other tools look first."),
    ];
  return [];
}

function rights({ facts, seen }: Answered): Finding {
  const { adminRole: admin } = facts;
  if (facts.superuser) return fine("rights", `${admin} is a superuser.`);
  if (!facts.createRole)
    return refuses(
      "rights",
      `${admin} may not create roles, and every collaborator needs one. Run ALTER ROLE ${quoted(admin)} CREATEROLE, or use another login.`,
    );
  if (!seen.acts_as_owner && !seen.administers_owner) return refuses("rights", whyNotOwner(facts, seen));
  // Since 16 it is the membership that inherits, and Guestlist asks for that.
  if (!seen.admin_inherits && facts.versionNum < 160000)
    return refuses(
      "rights",
      `${admin} does not use the rights of the roles that it is a member of (NOINHERIT). Run ALTER ROLE ${quoted(admin)} INHERIT, or use another login.`,
    );
  const acts = seen.acts_as_owner ? "may act for" : "will make itself a member of";
  return fine("rights", `${admin} may create roles, and ${acts} ${seen.owner}, who owns the database.`);
}

const whyNotOwner = (facts: Answered["facts"], seen: Seen): string =>
  `${facts.adminRole} may not act for ${seen.owner}, who owns the database. ${howToAdminister(facts, seen)}`;

function howToAdminister({ adminRole: admin, versionNum }: Answered["facts"], { owner: name }: Seen): string {
  const grant = `GRANT ${quoted(name)} TO ${quoted(admin)}`;
  // Since 16 a role may not grant itself.
  return versionNum >= 160000
    ? `Run ${grant} WITH ADMIN OPTION as a superuser, or as a role that has that option on ${name}; or use another login.`
    : `Run ${grant} as ${name} or a superuser, or use another login.`;
}

function owner({ target, seen }: Answered): Finding {
  const { dbname } = target;
  if (isPowerless(seen))
    return fine("owner", `${seen.owner}, who owns ${dbname}, cannot log in: full access can be given.`);
  return seen.owner_can_log_in
    ? limits(
        "owner_can_log_in",
        `${seen.owner}, who owns ${dbname}, can log in. Full access is refused until the ownership is moved: somebody with it could set that login's password, and come back with it after a revoke.`,
      )
    : limits(
        "owner_has_powers",
        `${seen.owner}, who owns ${dbname}, has rights beyond it. Full access is refused until the ownership is moved: it would give them too.`,
      );
}

/** What has to be mended before the ownership can be moved; no reason to refuse an attach that keeps it. */
function moving(look: Answered, ownership: "keep" | "move"): Finding[] {
  const reason = whyNotMove(look);
  if (reason === null) return [];
  return [ownership === "move" ? refuses("move_refused", reason) : limits("move_refused", reason)];
}

/** Why PostgreSQL would refuse to let this connection move the ownership; null when it can, or nothing has to move. */
export function whyNotMove(look: Answered): string | null {
  const { facts, seen } = look;
  if (facts.superuser || isPowerless(seen)) return null;
  const reason = whatIsInTheWay(facts, seen);
  return reason === null ? null : `The ownership cannot be moved by this admin connection: ${reason}`;
}

function whatIsInTheWay(facts: Answered["facts"], seen: Seen): string | null {
  const { adminRole: admin } = facts;
  const { owner: name, schemas_closed_to_new_owner: schemas, servers_closed_to_new_owner: servers } = seen;
  if (!seen.admin_creates_databases)
    return `${admin} may not create databases, and PostgreSQL asks for that right to give one another owner. Run ALTER ROLE ${quoted(admin)} CREATEDB, or use another login.`;
  if (seen.owner_is_superuser)
    return `${name} is a superuser, which only a superuser may change. Use a superuser's login.`;
  // Before 16 whoever may create roles may change every one of them.
  if (!seen.admin_is_owner && !seen.administers_owner)
    return `${admin} may not change ${name}. ${howToAdminister(facts, seen)}`;
  const [schema] = schemas;
  if (schema !== undefined)
    return `What ${name} owns in ${listed(schemas)} has to stay its own, because another role may not create there. Run ALTER SCHEMA ${quoted(schema)} OWNER TO ${quoted(name)}, or use a superuser's login.`;
  if (servers.length > 0)
    return `Another role may not use the foreign-data wrapper of ${listed(servers)}, which ${name} owns. Use a superuser's login.`;
  return null;
}

/** Such an owner is what `full` may work as. */
export const isPowerless = (seen: Pick<Seen, "owner_can_log_in" | "owner_has_powers">): boolean =>
  !seen.owner_can_log_in && !seen.owner_has_powers;

function publicRights(seen: Seen): Finding[] {
  const logins = seen.relying_on_public;
  const kept =
    logins.length === 0
      ? "No other login relies on that."
      : `${counted(logins.length, "login gets", "logins get")} that right of their own first, and go on as before: ${listed(logins)}.`;
  return [
    ...(seen.public_connects
      ? [limits("public_connect", `Every login of the server may connect now. That will be taken away. ${kept}`)]
      : []),
    ...(seen.public_creates.length > 0
      ? [
          limits(
            "public_create",
            `Everybody who connects may create in ${listed(seen.public_creates)}. That will be taken away; logins that are there now keep it.`,
          ),
        ]
      : []),
  ];
}

function rest(seen: Seen): Finding[] {
  return [
    ...(seen.event_triggers > 0
      ? [
          limits(
            "event_triggers",
            `${counted(seen.event_triggers, "event trigger runs", "event triggers run")} at changes of the database, also at those that Guestlist makes. Before PostgreSQL 17 they cannot be left out.`,
          ),
        ]
      : []),
    ...(seen.foreign_owners.length > 0
      ? [
          limits(
            "coverage",
            `What ${listed(seen.foreign_owners)} own in it cannot be shared through this login: collaborators will not see it.`,
          ),
        ]
      : []),
  ];
}

/** What a move of the ownership would change, or why it cannot be moved; empty when nothing has to move. */
export function previewMove(look: Look): string[] {
  if (!look.answered || isPowerless(look.seen)) return [];
  const refused = whyNotMove(look);
  if (refused !== null) return [refused];
  const { target, seen } = look;
  return [
    `A new role that cannot log in owns ${target.dbname} instead of ${seen.owner}.`,
    `${counted(seen.owned_objects, "object", "objects")} that ${seen.owner} owns in ${target.dbname} ${seen.owned_objects === 1 ? "becomes" : "become"} that role's; what it owns elsewhere stays.`,
    `${seen.owner} becomes a member of that role, keeps its password and its rights in ${target.dbname}, and its sessions go on.`,
    `What ${seen.owner} creates in ${target.dbname} from then on belongs to that role.`,
    "Full access can be given.",
  ];
}

type Moved = Pick<DatabaseRow, "ownership" | "previous_owner_role">;

/** What its undoing would change. */
export function previewReturn({ target, seen }: Answered, { ownership, previous_owner_role: known }: Moved): string[] {
  const previous = known ?? seen.owner;
  // A move that was asked for may not have begun, as when PostgreSQL refused it.
  if (seen.owner === previous)
    return [`${previous} owns ${target.dbname} still: nothing has moved, and nothing will.`, fullStaysRefused];
  return [
    `${previous} owns ${target.dbname} again instead of ${seen.owner}.`,
    `${counted(seen.owned_objects, "object", "objects")} that ${seen.owner} owns in ${target.dbname} ${seen.owned_objects === 1 ? "becomes" : "become"} that login's.`,
    ...(ownership === "moved"
      ? [`Your own login on ${target.dbname} is closed, with a receipt.`, "Full access is refused from then on."]
      : [fullStaysRefused]),
  ];
}

const fullStaysRefused = "Full access stays refused.";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
