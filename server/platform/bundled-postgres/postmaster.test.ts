import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { initCluster, prepareBinaries, startPostmaster } from "./index.ts";
import type { Binaries, Postmaster } from "./index.ts";
import { isAlive } from "../process-identity.ts";
import { processesIn } from "./postmaster-file.ts";

// Private to us, so that as root the user whom PostgreSQL runs as cannot reach it by its path.
const folder = mkdtempSync(join(tmpdir(), "guestlist-postmaster-"));
const dataDir = join(folder, "data");
const logFile = join(folder, "postgres.log");
let binaries: Binaries;
let postmaster: Postmaster;

beforeAll(async () => {
  binaries = await prepareBinaries();
  await initCluster({ binaries, dataDir, superuser: "keeper", password: "long-enough", durable: false });
  postmaster = await startPostmaster({ binaries, dataDir, port: await freePort(), logFile });
}, 30_000);

afterAll(async () => {
  await postmaster.stop("immediate");
  rmSync(folder, { recursive: true, force: true });
});

describe("a PostgreSQL of the bundled programs", () => {
  test("takes the right password and works in UTC, in UTF-8, with checksums", async () => {
    const [row] = await query(
      `select current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
              current_setting('data_checksums') as checksums, lower('ÄÖ') as lower`,
    );
    expect(row).toEqual({ zone: "UTC", encoding: "UTF8", checksums: "on", lower: "äö" });
  });

  test("refuses a wrong password and a missing one", async () => {
    await expect(query("select 1", "wrong")).rejects.toMatchObject({ code: "28P01" });
    await expect(query("select 1", "")).rejects.toThrow(/password/);
  });

  test("listens on loopback only, without a socket file", async () => {
    const [row] = await query(
      `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets`,
    );
    expect(row).toEqual({ addresses: "127.0.0.1", sockets: "" });
  });

  test("does not run as root, and its files are private to whom it runs as", () => {
    const uid = statSync(`/proc/${postmaster.pid}`).uid;
    expect(uid).not.toBe(0);
    expect(statSync(dataDir)).toMatchObject({ uid, mode: 0o40700 });
    expect(statSync(logFile).mode & 0o777).toBe(0o600);
  });

  test("works inside its data folder, by which it is found", () => {
    expect(processesIn(dataDir)).toContain(postmaster.pid);
  });

  test("says which port is taken", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    await postmaster.stop();
    const { port } = holder.address() as AddressInfo;
    await expect(startPostmaster({ binaries, dataDir, port, logFile })).rejects.toThrow(/could not bind/);
    holder.close();
    postmaster = await startPostmaster({ binaries, dataDir, port: postmaster.port, logFile });
  });

  test("is gone when its stop resolves, with open sessions, and starts again on the same data", async () => {
    const session = await connect("long-enough");
    const broken = new Promise((resolve) => session.on("error", resolve));
    await session.query("create table kept as select 7 as n");
    await postmaster.stop();
    await broken;
    expect(isAlive(postmaster.pid)).toBe(false);
    postmaster = await startPostmaster({ binaries, dataDir, port: postmaster.port, logFile });
    expect(await query("select n from kept")).toEqual([{ n: 7 }]);
  });
});

async function connect(password: string): Promise<Client> {
  const client = new Client({
    host: "127.0.0.1",
    port: postmaster.port,
    user: "keeper",
    database: "postgres",
    password,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  });
  await client.connect();
  return client;
}

async function query(sql: string, password = "long-enough"): Promise<unknown[]> {
  const client = await connect(password);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
