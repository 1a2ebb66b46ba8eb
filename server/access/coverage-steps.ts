import type { CreatorToCover, SchemaToCover } from "./coverage.ts";
import { quoteIdent, quoteList } from "./quote.ts";
import type { Step } from "./step.ts";

/** Up to 14 the schema `public` of a new database belongs to the first superuser: its owner is to have it instead. */
export const closeSchemaToPublic = (
  schema: string,
  relying: readonly string[],
  newOwner: string | null,
  drift?: string,
): Step => ({
  kind: "guard-schema",
  description: `Let only those who were let in create in the schema ${schema}`,
  on: "database",
  sql: [
    ...(relying.length > 0 ? [`GRANT CREATE ON SCHEMA ${quoteIdent(schema)} TO ${quoteList(relying)}`] : []),
    ...(newOwner === null ? [] : [`ALTER SCHEMA ${quoteIdent(schema)} OWNER TO ${quoteIdent(newOwner)}`]),
    `REVOKE CREATE ON SCHEMA ${quoteIdent(schema)} FROM PUBLIC`,
  ],
  optional: true,
  ...(drift && { drift }),
});

/** Part 3 of the recipe for one schema: what is there. */
export const coverSchema = (wanted: SchemaToCover, readOnly: string, readWrite: string): Step => {
  const [s, ro, rw] = [quoteIdent(wanted.schema), quoteIdent(readOnly), quoteIdent(readWrite)];
  const on = (kind: "TABLES" | "SEQUENCES", names: readonly string[] | undefined): string | null => {
    if (names === undefined) return `ALL ${kind} IN SCHEMA ${s}`;
    return names.length === 0
      ? null
      : `${kind.slice(0, -1)} ${names.map((name) => `${s}.${quoteIdent(name)}`).join(", ")}`;
  };
  const tables = on("TABLES", wanted.only?.tables);
  const sequences = on("SEQUENCES", wanted.only?.sequences);
  return {
    kind: "cover-schema",
    description: `Let both groups use what is in the schema ${wanted.schema}`,
    on: "database",
    optional: true,
    sql: [
      ...wanted.borrow.map((login) => `GRANT ${quoteIdent(login)} TO CURRENT_USER`),
      ...(wanted.usage ? [`GRANT USAGE ON SCHEMA ${s} TO ${ro}, ${rw}`] : []),
      ...(tables === null
        ? []
        : [`GRANT SELECT ON ${tables} TO ${ro}`, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${tables} TO ${rw}`]),
      ...(sequences === null
        ? []
        : [`GRANT SELECT ON ${sequences} TO ${ro}`, `GRANT SELECT, USAGE, UPDATE ON ${sequences} TO ${rw}`]),
      ...wanted.borrow.map((login) => `REVOKE ${quoteIdent(login)} FROM CURRENT_USER`),
    ],
  };
};

/** And for one role that can create: what will be there. */
export const coverCreator = ({ role, borrow }: CreatorToCover, readOnly: string, readWrite: string): Step => {
  const [by, ro, rw] = [quoteIdent(role), quoteIdent(readOnly), quoteIdent(readWrite)];
  const granting = `ALTER DEFAULT PRIVILEGES FOR ROLE ${by} GRANT`;
  return {
    kind: "cover-creator",
    description: `Let both groups use what ${role} will create`,
    on: "database",
    optional: true,
    sql: [
      ...(borrow ? [`GRANT ${by} TO CURRENT_USER`] : []),
      `${granting} USAGE ON SCHEMAS TO ${ro}, ${rw}`,
      `${granting} SELECT ON TABLES TO ${ro}`,
      `${granting} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${rw}`,
      `${granting} SELECT ON SEQUENCES TO ${ro}`,
      `${granting} SELECT, USAGE, UPDATE ON SEQUENCES TO ${rw}`,
      ...(borrow ? [`REVOKE ${by} FROM CURRENT_USER`] : []),
    ],
  };
};
