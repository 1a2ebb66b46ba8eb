import type { Finding } from "@guestlist/contract";
import { isLoopback } from "../platform/setting-values.ts";
import { addressOf } from "./admin-url.ts";
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
export function judge(look: Look, known: Known): Finding[] {
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
  const acts = seen.acts_as_owner ? "may act for" : "will make itself a member of";
  return fine("rights", `${admin} may create roles, and ${acts} ${seen.owner}, who owns the database.`);
}

function whyNotOwner({ adminRole: admin, versionNum }: Answered["facts"], { owner: name }: Seen): string {
  const grant = `GRANT ${quoted(name)} TO ${quoted(admin)}${versionNum >= 160000 ? " WITH ADMIN OPTION" : ""}`;
  return `${admin} may not act for ${name}, who owns the database. Run ${grant} as ${name} or a superuser, or use another login.`;
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

/** What a move of the ownership would change; empty when nothing has to move. */
export function previewMove(look: Look): string[] {
  if (!look.answered || isPowerless(look.seen)) return [];
  const { target, seen } = look;
  return [
    `A new role that cannot log in owns ${target.dbname} instead of ${seen.owner}.`,
    `${counted(seen.owned_objects, "object", "objects")} that ${seen.owner} owns in ${target.dbname} ${seen.owned_objects === 1 ? "becomes" : "become"} that role's; what it owns elsewhere stays.`,
    `${seen.owner} becomes a member of that role, keeps its password and its rights in ${target.dbname}, and its sessions go on.`,
    `What ${seen.owner} creates in ${target.dbname} from then on belongs to that role.`,
    "Full access can be given.",
  ];
}

/** What its undoing would change. */
export function previewReturn({ target, seen }: Look & { answered: true }, previous: string): string[] {
  return [
    `${previous} owns ${target.dbname} again instead of ${seen.owner}.`,
    `${counted(seen.owned_objects, "object", "objects")} that ${seen.owner} owns in ${target.dbname} ${seen.owned_objects === 1 ? "becomes" : "become"} that login's.`,
    `Your own login on ${target.dbname} is closed, with a receipt.`,
    "Full access is refused from then on.",
  ];
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
