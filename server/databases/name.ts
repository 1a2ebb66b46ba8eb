import { databaseNamePattern } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { looksLikeId } from "./queries.ts";

const pattern = new RegExp(databaseNamePattern);

/** @throws Refusal `invalid_name`, with the rule and what is wrong with this one */
export function readName(text: string): string {
  const fault = faultOf(text);
  if (fault !== null) throw new Refusal("invalid_name", `${fault} ${rule}`, "name");
  return text;
}

const rule =
  "A name has 6 to 48 lower-case letters, digits and hyphens; it begins with a letter and does not end with a hyphen.";

function faultOf(name: string): string | null {
  if (looksLikeId(name)) return "This looks like an id, and would be taken for one.";
  if (pattern.test(name)) return null;
  const odd = /[^a-z0-9-]/u.exec(name)?.[0];
  if (odd !== undefined && /[A-Z]/.test(odd)) return `Write "${odd}" as "${odd.toLowerCase()}".`;
  if (odd !== undefined) return odd === " " ? "It has a space in it." : `It has ${JSON.stringify(odd)} in it.`;
  if (name.length < 6) return `It has ${name.length} ${name.length === 1 ? "character" : "characters"}.`;
  if (name.length > 48) return `It has ${name.length} characters.`;
  return name.endsWith("-") ? "It ends with a hyphen." : `It begins with "${name.charAt(0)}".`;
}

/** What a created database is called in PostgreSQL, where a hyphen would need quotes. */
export const dbnameOf = (name: string): string => name.replaceAll("-", "_");

/** A role's name that begins with a database's: PostgreSQL keeps pg_ for itself in names of roles, not of databases. */
export const rolePrefix = (dbname: string): string => (dbname.startsWith("pg_") ? `db_${dbname}` : dbname);

/** The same words for one's own and others' names: they are unique over the installation. */
export const nameTaken = (name: string): Refusal =>
  new Refusal("name_taken", `The name ${name} is taken. Choose another one.`, "name");
