import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockDataFolder, readDataFolderLock } from "./data-folder-lock.ts";
import { identify } from "./process-identity.ts";

const info = { url: "http://127.0.0.1:7400" };
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "guestlist-lock-"));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe("the lock of a data folder", () => {
  test("keeps a second server out, with where the first one is", async () => {
    const lock = await lockDataFolder(dataDir, info);
    await expect(lockDataFolder(dataDir, { url: "http://127.0.0.1:7401" })).rejects.toThrow(
      `Guestlist is already running on this data folder (pid ${process.pid}, http://127.0.0.1:7400). ` +
        `Stop it first, or set DATA_DIR to another folder.`,
    );
    expect(await readDataFolderLock(dataDir)).toMatchObject({ pid: process.pid, ...info });
    await lock.release();
    expect(await readDataFolderLock(dataDir)).toBeUndefined();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test("can be read by us alone", async () => {
    await lockDataFolder(dataDir, info);
    expect(statSync(join(dataDir, "guestlist.lock")).mode & 0o777).toBe(0o600);
  });

  test("is taken over from a process that was killed", async () => {
    const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(holder, "spawn");
    writeLock({ ...identify(holder.pid!), ...info });
    expect(await readDataFolderLock(dataDir)).toMatchObject({ pid: holder.pid });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    await lockDataFolder(dataDir, info);
    expect(await readDataFolderLock(dataDir)).toMatchObject({ pid: process.pid });
  });

  test.runIf(process.platform === "linux")("is not kept by a later process with the same number", async () => {
    writeLock({ ...identify(process.pid), started: "1", ...info });
    expect(await readDataFolderLock(dataDir)).toBeUndefined();
    await lockDataFolder(dataDir, info);
  });

  test.runIf(process.platform === "linux")("does not outlive a restart of the machine", async () => {
    writeLock({ ...identify(process.pid), boot: "another", ...info });
    expect(await readDataFolderLock(dataDir)).toBeUndefined();
  });

  test("that is damaged is taken over", async () => {
    writeFileSync(join(dataDir, "guestlist.lock"), '{"pid":');
    await lockDataFolder(dataDir, info);
    expect(JSON.parse(readFileSync(join(dataDir, "guestlist.lock"), "utf8"))).toMatchObject(info);
  });

  test("goes to one of many who find a stale one at once", async () => {
    writeLock({ pid: 2 ** 30, ...info });
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => lockDataFolder(dataDir, { url: `http://127.0.0.1:${n}` })),
    );
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

function writeLock(lock: object): void {
  writeFileSync(join(dataDir, "guestlist.lock"), JSON.stringify(lock));
}
