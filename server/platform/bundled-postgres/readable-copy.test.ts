import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeTrustedFolder } from "./readable-copy.ts";

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "guestlist-trust-"));
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe("a folder that programs are started from", () => {
  test("is made so that others can read it and cannot write to it", async () => {
    await makeTrustedFolder(join(parent, "programs"));
    expect(statSync(join(parent, "programs")).mode & 0o777).toBe(0o755);
  });

  test("is refused when others can write to it", async () => {
    mkdirSync(join(parent, "programs"));
    chmodSync(join(parent, "programs"), 0o777);
    await expect(makeTrustedFolder(join(parent, "programs"))).rejects.toThrow("can be written to by others");
  });

  test("is refused when it is a link to a folder that somebody chose", async () => {
    mkdirSync(join(parent, "chosen"));
    symlinkSync(join(parent, "chosen"), join(parent, "programs"));
    await expect(makeTrustedFolder(join(parent, "programs"))).rejects.toThrow("is not a folder");
  });

  test("is refused below a folder in which others could replace it", async () => {
    mkdirSync(join(parent, "shared"));
    chmodSync(join(parent, "shared"), 0o777);
    await expect(makeTrustedFolder(join(parent, "shared", "programs"))).rejects.toThrow(/shared can be changed/);
  });

  test.runIf(process.getuid?.() === 0)("is refused when it belongs to somebody else", async () => {
    mkdirSync(join(parent, "programs"));
    chownSync(join(parent, "programs"), 65_534, 65_534);
    await expect(makeTrustedFolder(join(parent, "programs"))).rejects.toThrow("belongs to somebody else");
  });
});
