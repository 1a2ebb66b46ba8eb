import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive } from "../process-identity.ts";
import { readBundledDatabaseUrl, startBundledPostgres } from "./index.ts";
import type { BundledPostgres } from "./index.ts";
import { processesIn } from "./postmaster-file.ts";

// One life of a data folder, in the order of the tests. The folder is private: as root, its path is closed to PostgreSQL.
const folder = mkdtempSync(join(tmpdir(), "guestlist-bundled-"));
const dataDir = join(folder, "data");
const clusterDir = join(dataDir, "postgres");
const log = { info: (text: string) => void said.push(text) };
let said: string[] = [];
let postgres: BundledPostgres;

beforeAll(async () => {
  postgres = await start();
}, 30_000);

afterAll(async () => {
  await postgres.stop("immediate");
  rmSync(folder, { recursive: true, force: true });
});

describe("the bundled PostgreSQL", () => {
  test("says what it does while it is made", () => {
    expect(said).toEqual([
      `Making the data folder of PostgreSQL ${postgres.version}`,
      `Starting PostgreSQL ${postgres.version}`,
    ]);
  });

  test("has a control database whose role can do nothing else", async () => {
    const [role] = await query(
      postgres.databaseUrl,
      "select current_database() as database, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user",
    );
    expect(role).toEqual({ database: "guestlist", rolsuper: false, rolcreatedb: false, rolcreaterole: false });
    await query(postgres.databaseUrl, "create schema own; create table own.thing (n int)");
    expect(await readBundledDatabaseUrl(dataDir)).toBe(postgres.databaseUrl);
  });

  test("has an admin who is superuser, and whose server is known by its system identifier", async () => {
    const [row] = await query(
      postgres.adminUrl,
      "select system_identifier::text, rolsuper from pg_control_system(), pg_roles where rolname = current_user",
    );
    expect(row).toEqual({ system_identifier: postgres.systemIdentifier, rolsuper: true });
  });

  test.each(["guestlist", "postgres", "template1"])("lets no other login into the database %s", async (database) => {
    await query(postgres.adminUrl, `drop role if exists somebody; create role somebody login password 'a-password'`);
    const url = `postgres://somebody:a-password@127.0.0.1:${postgres.port}/${database}`;
    await expect(query(url, "select 1")).rejects.toMatchObject({ code: "42501" });
  });

  test("asks everybody for a SCRAM password", async () => {
    const lines = readFileSync(join(clusterDir, "pg_hba.conf"), "utf8").split("\n");
    const rules = lines.filter((line) => line && !line.startsWith("#"));
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(rule).toMatch(/^host .* (127\.0\.0\.1\/32|::1\/128) +scram-sha-256$/);
    const verifiers = await query(
      postgres.adminUrl,
      "select left(rolpassword, 14) as kind from pg_authid where rolcanlogin",
    );
    expect(new Set(verifiers.map(({ kind }) => kind))).toEqual(new Set(["SCRAM-SHA-256$"]));
  });

  test("keeps its passwords where only we can read them", () => {
    expect(statSync(join(dataDir, "postgres.json")).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, "postgres.log")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, "postgres.log"), "utf8")).not.toContain("SCRAM");
  });

  test("ends its sessions and is gone when it is stopped, and starts again on the same port and data", async () => {
    const before = postgres;
    await before.stop();
    expect(isAlive(before.pid)).toBe(false);
    await before.ended;
    postgres = await start();
    expect(postgres.databaseUrl).toBe(before.databaseUrl);
    expect(await query(postgres.databaseUrl, "select count(*)::int as n from own.thing")).toEqual([{ n: 0 }]);
  });

  test("is adopted when its server was killed, and stops all the same", async () => {
    await postgres.stop();
    const pid = await startAndDie();
    postgres = await start();
    expect(postgres).toMatchObject({ pid, startedByUs: false });
    await postgres.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test("that was adopted reads changed client authentication at once", async () => {
    await startAndDie();
    appendFileSync(join(clusterDir, "pg_hba.conf"), "host all all 0.0.0.0/0 trust\n");
    postgres = await start();
    expect(readFileSync(join(clusterDir, "pg_hba.conf"), "utf8")).not.toContain("trust");
    const rules = await query(postgres.adminUrl, "select auth_method from pg_hba_file_rules");
    expect(rules).not.toContainEqual({ auth_method: "trust" });
  });

  test("starts after everything was killed at once", async () => {
    for (const pid of processesIn(clusterDir) ?? [postgres.pid]) process.kill(pid, "SIGKILL");
    postgres = await start();
    expect(postgres.startedByUs).toBe(true);
    expect(await query(postgres.databaseUrl, "select count(*)::int as n from own.thing")).toEqual([{ n: 0 }]);
  });

  test("starts when its stale file names a process of somebody else", async () => {
    await postgres.stop();
    writeFileSync(
      join(clusterDir, "postmaster.pid"),
      `${process.pid}\n${clusterDir}\n1\n7432\n\n127.0.0.1\n 0 0\nready\n`,
    );
    postgres = await start();
    expect(postgres.startedByUs).toBe(true);
  });

  test("waits for one that is still stopping", async () => {
    const { pid } = postgres;
    const stopped = postgres.stop();
    postgres = await start();
    expect(postgres).toMatchObject({ startedByUs: true });
    expect(postgres.pid).not.toBe(pid);
    await stopped;
  });

  test("says what to do when its port is taken, and moves when it is told to", async () => {
    const { port } = postgres;
    await postgres.stop();
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    await expect(start()).rejects.toThrow(`Port ${port} of the bundled PostgreSQL is taken by another program`);
    await expect(start({ port })).rejects.toThrow(`BUNDLED_POSTGRES_PORT ${port} is taken`);
    postgres = await start({ port: port + 100 });
    expect(await readBundledDatabaseUrl(dataDir)).toContain(`:${port + 100}/`);
    other.close();
  });

  test("leaves its data alone when its passwords are lost", async () => {
    await postgres.stop();
    const file = join(dataDir, "postgres.json");
    renameSync(file, `${file}.away`);
    await expect(start()).rejects.toThrow(/postgres\.json is missing: it holds the passwords/);
    expect(existsSync(join(clusterDir, "PG_VERSION"))).toBe(true);
    renameSync(`${file}.away`, file);
    postgres = await start();
  });
});

async function start(options: { port?: number } = {}): Promise<BundledPostgres> {
  said = [];
  return await startBundledPostgres({ dataDir, log, onProgress: log.info, ...options });
}

/** A server that starts PostgreSQL and is killed with it running. */
async function startAndDie(): Promise<number> {
  const script = `
    import { startBundledPostgres } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
    const { pid } = await startBundledPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: { info() {} } });
    process.stdout.write(String(pid), () => process.kill(process.pid, "SIGKILL"));
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(child, "close");
  expect(child.signalCode).toBe("SIGKILL");
  return Number(output);
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
