import type { Coverage, CoverageGap } from "@guestlist/contract";
import type { Lacking, Measured } from "./coverage.ts";

/** What is stored and shown of a measurement. `refused`: why a schema could not be covered, in words, by its name. */
export function describeCoverage(
  { read_only: readOnly, read_write: readWrite, lacking }: Measured,
  refused: ReadonlyMap<string, string>,
): Omit<Coverage, "measured_at"> {
  const gaps = lacking.map((each) => gapOf(each, refused));
  return {
    read_only: readOnly,
    read_write: readWrite,
    gaps: gaps.slice(0, listed),
    gaps_left_out: Math.max(gaps.length - listed, 0),
  };
}

/** A thousand schemas of somebody else's say no more than the first of them. */
const listed = 100;

function gapOf(lacking: Lacking, refused: ReadonlyMap<string, string>): CoverageGap {
  const { kind, schema, owner, count } = lacking;
  const level =
    lacking.read_only && lacking.read_write
      ? null
      : lacking.read_only
        ? ("read-only" as const)
        : ("read-write" as const);
  const reason = reasonOf(lacking, refused);
  const words = sentences[kind](lacking, reason);
  const sentence = level === null ? words.charAt(0).toUpperCase() + words.slice(1) : `For ${level}: ${words}`;
  return { level, kind, schema, owner, count, reason, sentence };
}

/** Row-level security and the like are the database's own wish; the rest is what our admin connection may not give. */
function reasonOf({ kind, able, owner, schema }: Lacking, refused: ReadonlyMap<string, string>): string {
  const own = ownWish[kind];
  if (own !== undefined) return own;
  if (!able) return `the admin connection has no rights on ${owner}`;
  return (
    refused.get(schema ?? "")?.replace(/\.$/, "") ??
    "it came while we looked, and the next look, within a minute, covers it"
  );
}

const ownWish: { readonly [K in Lacking["kind"]]?: string } = {
  row_security: "policies of the table apply to everybody but its owner",
  functions: "EXECUTE was taken from everybody, and no level gives it back",
  large_objects: "no level covers large objects",
  foreign_servers: "no level covers foreign servers",
};

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const verb = (count: number, one: string, many: string): string => (count === 1 ? one : many);

const sentences: Record<Lacking["kind"], (it: Lacking, reason: string) => string> = {
  schemas: (it, reason) =>
    `the schema ${it.schema} ${belongs(it, 1, reason)}, so ${it.count === 1 ? "its 1 table is" : `its ${it.count} tables are`} out of reach.`,
  tables: (it, reason) => `${counted(it.count, "table")} in schema ${it.schema} ${belongs(it, it.count, reason)}.`,
  sequences: (it, reason) =>
    `${counted(it.count, "sequence")} in schema ${it.schema} ${belongs(it, it.count, reason)}.`,
  future: (it) => `what ${it.owner} creates from now on cannot be granted in advance.`,
  row_security: (it) =>
    `row-level security applies to ${counted(it.count, "table")} of ${it.owner} in schema ${it.schema}: its policies decide which rows are seen.`,
  functions: (it) =>
    `${counted(it.count, "function")} of ${it.owner} in schema ${it.schema} cannot be called: EXECUTE was taken from everybody.`,
  large_objects: (it) => `${counted(it.count, "large object")} of ${it.owner} cannot be read.`,
  foreign_servers: (it) => `${counted(it.count, "foreign server")} of ${it.owner} cannot be used.`,
  public_creates: (it, reason) =>
    `everybody who connects may create in the schema ${it.schema}, which belongs to ${it.owner}: ${reason}.`,
};

const belongs = ({ able, owner }: Lacking, count: number, reason: string): string =>
  able
    ? `${verb(count, "belongs", "belong")} to ${owner} and ${verb(count, "is", "are")} not granted yet: ${reason}`
    : `${verb(count, "belongs", "belong")} to ${owner} and cannot be granted`;
