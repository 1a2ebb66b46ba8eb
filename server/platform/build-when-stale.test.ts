import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildWhenStale } from "./build-when-stale.ts";
import type { Build } from "./build-when-stale.ts";
import { silentProgress } from "./progress.ts";

const never = new AbortController().signal;
let folder: string;
let build: Build;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guestlist-build-"));
  mkdirSync(join(folder, "source", "deep"), { recursive: true });
  writeAt(100, "source/deep/a.ts");
  build = {
    name: "the thing",
    output: join(folder, "out"),
    sources: [join(folder, "source")],
    command: ["-e", `require("fs").appendFileSync("out", "built ")`],
    folder,
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a build", () => {
  test("runs when its output is missing, and not again", async () => {
    await buildWhenStale(build, silentProgress, never);
    await buildWhenStale(build, silentProgress, never);
    expect(readFileSync(build.output, "utf8")).toBe("built ");
  });

  test("runs when a source is newer than its output", async () => {
    writeAt(200, "out");
    writeAt(201, "source/deep/a.ts");
    await buildWhenStale(build, silentProgress, never);
    expect(readFileSync(build.output, "utf8")).toBe("built ");
  });

  test("does not run for a test or an installed package that is newer", async () => {
    writeAt(200, "out");
    writeAt(201, "source/deep/a.test.ts");
    mkdirSync(join(folder, "source", "node_modules"));
    writeAt(201, "source/node_modules/x.js");
    await buildWhenStale(build, silentProgress, never);
    expect(readFileSync(build.output, "utf8")).toBe("");
  });

  test("that fails says what it said", async () => {
    build.command = ["-e", "console.error('no such import'); process.exit(3)"];
    await expect(buildWhenStale(build, silentProgress, never)).rejects.toThrow(
      /^Building the thing failed:\nno such import/,
    );
  });

  test("is ended when the start is given up", async () => {
    const givenUp = new AbortController();
    build.command = ["-e", "setInterval(() => {}, 1000)"];
    const built = buildWhenStale(build, silentProgress, givenUp.signal);
    givenUp.abort();
    await expect(built).rejects.toThrow(/abort/);
  });
});

function writeAt(seconds: number, path: string): void {
  writeFileSync(join(folder, path), "");
  utimesSync(join(folder, path), seconds, seconds);
}
