import { databaseUserNamePattern, type AccessLevel, type DatabaseUser } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { looksLikeId } from "./queries.ts";
import type { ListedUser } from "./user-queries.ts";

const pattern = new RegExp(databaseUserNamePattern);

/** Names that PostgreSQL keeps for itself, quoted or not. */
const keptByPostgres = new Set(["public", "none", "current_role", "current_user", "session_user"]);

/** @throws Refusal `invalid_name`, with the rule and what is wrong with this one */
export function readUserName(text: string): string {
  const fault = faultOf(text);
  if (fault !== null) throw new Refusal("invalid_name", `${fault} ${rule}`, "name");
  return text;
}

const rule =
  "A database user's name has 2 to 63 lower-case letters, digits, underscores and hyphens, and begins with a letter.";

function faultOf(name: string): string | null {
  if (looksLikeId(name)) return "This looks like an id, and would be taken for one.";
  if (name.startsWith("pg_") || keptByPostgres.has(name)) return `PostgreSQL keeps ${name} for itself.`;
  if (name.startsWith("guestlist_")) return "Guestlist keeps names that begin with guestlist_ for itself.";
  return pattern.test(name) ? null : `${JSON.stringify(name.slice(0, 70))} cannot be one.`;
}

/** A password that somebody brings along: long enough, and of characters that every client and URI takes. */
export function readOwnPassword(text: string): string {
  if (!/^[!#-&(-~]{24,64}$/.test(text)) throw new Refusal("weak_password", passwordRule, "password");
  return text;
}

const passwordRule =
  "A password of your own has 24 to 64 printable ASCII characters without spaces and quotes. Better: leave it out, and Guestlist makes one.";

/** What somebody may do with database users here, and what not, in words; null: they may. */
export interface UsersReader {
  readonly manages: boolean;
  readonly whyNot: string | null;
}

export function userView(row: ListedUser, reader: UsersReader): DatabaseUser {
  const whyNot = Object.entries({
    reset_password: reader.whyNot ?? whyNotReset(row),
    delete: reader.whyNot ?? whyNotDelete(row),
  });
  return {
    id: row.id,
    name: row.role_name,
    protected: row.protected,
    access: row.access as AccessLevel,
    state: row.state as DatabaseUser["state"],
    blocked: row.blocked,
    created_at: row.created_at.toISOString(),
    password_changed_at: row.password_changed_at.toISOString(),
    known_to: reader.manages ? row.known_to.map((each) => ({ ...each })) : null,
    can: Object.fromEntries(whyNot.map(([ability, reason]) => [ability, reason === null])),
    why_not: Object.fromEntries(whyNot.filter((pair): pair is [string, string] => pair[1] !== null)),
  };
}

type Stateful = Pick<ListedUser, "role_name" | "protected" | "state">;

function whyNotReset({ role_name: name, state }: Stateful): string | null {
  if (state === "making") return `${name} is still being made.`;
  return state === "ready" ? null : `${name} is being deleted.`;
}

export function whyNotDelete({ role_name: name, protected: came, state }: Stateful): string | null {
  if (came) return `${name} came with its database, whose application connects with it. It goes with the database.`;
  return state === "deleting" || state === "gone" ? `${name} is being deleted already.` : null;
}
