import { Type, type Static } from "typebox";
import { Instant, nullable, oneOf, shape } from "./shapes.ts";

/** How many a level can use, of how many there are. */
const Reach = shape({ reached: Type.Integer(), of: Type.Integer() });

/** Tables with everything a query reads from: partitions, views, materialized views and foreign tables. */
const LevelCoverage = shape({ schemas: Reach, tables: Reach, sequences: Reach });

/** What a level promises and PostgreSQL does not give, counted by whom it belongs to. */
export const CoverageGap = shape({
  /** Null: of both. */
  level: nullable(oneOf("read-only", "read-write")),
  kind: oneOf(
    "schemas", // cannot be entered; `count` is the tables in it
    "tables",
    "sequences",
    "future", // what `owner` creates from now on is reached only once it is there and was granted
    "row_security", // reached, and policies decide which rows
    "functions", // cannot be called: EXECUTE was taken from everybody
    "large_objects",
    "foreign_servers",
    "public_creates", // everybody who connects may create in the schema, which no level promises
  ),
  schema: nullable(Type.String()),
  owner: Type.String(),
  count: Type.Integer(),
  /** Why, in words; the sentence says it whole. */
  reason: Type.String(),
  sentence: Type.String(),
});
export type CoverageGap = Static<typeof CoverageGap>;

/** What the levels reach in a database, as PostgreSQL itself said at `measured_at`. `full` works as the owner role. */
export const Coverage = shape({
  read_only: LevelCoverage,
  read_write: LevelCoverage,
  gaps: Type.Array(CoverageGap),
  /** Gaps beyond those that are listed. */
  gaps_left_out: Type.Integer(),
  measured_at: Instant,
});
export type Coverage = Static<typeof Coverage>;

/** `coverage` is null until the database was looked into for the first time. */
export const CoverageAnswer = shape({ coverage: nullable(Coverage) });

/** "read-only can read 412 of 412 tables and 9 of 9 sequences", a line for each level. */
export function coverageInWords({ read_only: readOnly, read_write: readWrite }: Coverage): string[] {
  const reach = ({ tables, sequences }: Static<typeof LevelCoverage>): string =>
    [part(tables, "table"), ...(sequences.of > 0 ? [part(sequences, "sequence")] : [])].join(" and ");
  return [`read-only can read ${reach(readOnly)}`, `read-write can read and write ${reach(readWrite)}`];
}

const part = ({ reached, of }: Static<typeof Reach>, noun: string): string =>
  `${reached} of ${of} ${of === 1 ? noun : `${noun}s`}`;
