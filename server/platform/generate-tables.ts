import pg from "pg";

/** The TypeScript of `tables.ts`, read from a migrated control database; a test compares the two. */
export async function generateTables(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(columnsSql);
    const tables = Map.groupBy(rows, (row) => row.table_name);
    const bodies = [...tables].map(([name, columns]) => `  ${name}: {\n${columns.map(line).join("")}  };\n`);
    return `${head}export interface Tables {\n${bodies.join("")}}\n`;
  } finally {
    await client.end();
  }
}

interface Column {
  table_name: string;
  column_name: string;
  udt_name: string;
  nullable: boolean;
  defaulted: boolean;
  always: boolean;
}

const head = `import type { ColumnType, Generated, GeneratedAlways } from "kysely";

// Made by \`npm run tables\` from the migrated schema; a test compares it.
type Json = ColumnType<unknown, string, string>;
type JsonWithDefault = ColumnType<unknown, string | undefined, string>;

`;

const columnsSql = `
  select c.table_name, c.column_name, c.udt_name, c.is_nullable = 'YES' as nullable,
         c.column_default is not null or c.is_identity = 'YES' as defaulted, c.identity_generation is not distinct from 'ALWAYS' as always
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'kysely_%'
  order by c.table_name, c.ordinal_position`;

const typeOf: Record<string, string> = {
  uuid: "string",
  text: "string",
  varchar: "string",
  int4: "number",
  int8: "number",
  float8: "number",
  bool: "boolean",
  timestamptz: "Date",
  bytea: "Buffer",
  jsonb: "Json",
  cidr: "string",
};

function line(column: Column): string {
  const type = typeOf[column.udt_name];
  if (type === undefined) throw new Error(`no TypeScript type for ${column.udt_name} of ${column.table_name}`);
  if (type === "Json") return `    ${column.column_name}: ${column.defaulted ? "JsonWithDefault" : "Json"};\n`;
  const nullable = column.nullable ? `${type} | null` : type;
  const wrapped = column.always ? `GeneratedAlways<${type}>` : column.defaulted ? `Generated<${nullable}>` : nullable;
  return `    ${column.column_name}: ${wrapped};\n`;
}

if (import.meta.main) {
  const url = process.argv[2];
  if (url === undefined) throw new Error("usage: npm run tables -- DATABASE_URL");
  process.stdout.write(await generateTables(url));
}
