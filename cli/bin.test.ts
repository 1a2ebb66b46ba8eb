import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildCli } from "./build.ts";
import { Peer } from "./testing/peer.ts";
import { guideList } from "./testing/records.ts";

const peer = new Peer();
const folder = mkdtempSync(join(tmpdir(), "guestlist-bin-"));
const program = join(folder, "bin/guestlist");
const bundle = join(folder, "dist/guestlist.cjs");

/** Nothing of it is left in the home of whoever runs the tests. */
const home = { PATH: process.env["PATH"], HOME: folder };

beforeAll(async () => {
  mkdirSync(join(folder, "bin"));
  copyFileSync(join(import.meta.dirname, "bin/guestlist"), program);
  await Promise.all([buildCli(join(folder, "dist")), peer.open()]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await peer.close();
});

it("starts the bundle through a link", () => {
  const link = join(folder, "link");
  symlinkSync(program, link);
  const called = spawnSync(link, ["--version"], { encoding: "utf8", env: home });
  expect([called.status, called.stdout]).toEqual([0, "0.1.0\n"]);
});

it("says how to build the bundle where it is missing", () => {
  const bare = join(folder, "bare/bin");
  mkdirSync(bare, { recursive: true });
  copyFileSync(program, join(bare, "guestlist"));
  const unbuilt = spawnSync(process.execPath, [join(bare, "guestlist")], { encoding: "utf8", env: home });
  expect([unbuilt.status, unbuilt.stdout]).toEqual([1, ""]);
  expect(unbuilt.stderr).toBe(" !     The command line is not built yet. Build it with: npm run build -w cli\n");
});

it.each([["--help"], ["completion", "bash"], ["--database", "my-dedicated-db", "collaborators"]])(
  "ends quietly when its reader has left: %s",
  async (...args) => {
    peer.on("GET /v1/databases/my-dedicated-db/collaborators?limit=500", {
      body: { collaborators: guideList, next_cursor: null },
    });
    const called = spawn(process.execPath, [program, ...args], {
      env: { ...home, GUESTLIST_URL: peer.url, GUESTLIST_TOKEN: "glt_token" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    called.stdout.destroy();
    let said = "";
    called.stderr.on("data", (data: Buffer) => (said += data.toString()));
    expect([...(await once(called, "close")), said]).toEqual([0, null, ""]);
  },
);

describe("what was compiled", () => {
  const caches = join(folder, "caches");
  const own = join(caches, "guestlist");
  const start = (command: string, env: Record<string, string> = {}): string => {
    const ran = spawnSync(process.execPath, [program, ...command.split(" ")], {
      encoding: "utf8",
      env: { ...home, XDG_CACHE_HOME: caches, GUESTLIST_URL: "http://127.0.0.1:9", ...env },
    });
    return ran.stderr;
  };
  const keptFiles = (): string[] => readdirSync(own).map((name) => join(own, name));
  const kept = (): string => keptFiles()[0] ?? "";
  const header = (): string => readFileSync(kept(), "latin1").split("\n", 1)[0] ?? "";
  const hash = (): string => readFileSync(bundle, "latin1").slice(2).split("\n", 1)[0] ?? "";
  const { size, mtimeMs } = statSync(process.execPath);
  const builtNow = (): string => `${hash()} ${size} ${mtimeMs}`;
  const keptCommands = (): string[] => keptFiles().map((file) => file.replace(/.*\.cjs-/, ""));
  const compiledLength = (): number => (statSync(kept()).size - header().length - 1) / 2;
  const overwrite = (at: number, change: (byte: number) => number): void => {
    const content = readFileSync(kept());
    const position = header().length + 1 + at;
    content[position] = change(content[position] ?? 0);
    writeFileSync(kept(), content);
  };
  const changeHeader = (from: string, to: string): void => {
    writeFileSync(kept(), readFileSync(kept(), "latin1").replace(from, to), "latin1");
  };
  const replaceByLink = (): void => {
    rmSync(own, { recursive: true });
    const elsewhere = mkdtempSync(join(folder, "elsewhere-"));
    symlinkSync(elsewhere, own);
  };
  const refusal = / !     You are not signed in at/;

  beforeEach(() => {
    rmSync(caches, { recursive: true, force: true });
    mkdirSync(caches, { mode: 0o700 });
  });

  it("is kept for the next start, for each command from its first time on", () => {
    expect(start("whoami")).toMatch(refusal);
    expect(keptCommands()).toEqual(["whoami"]);
    expect(header()).toBe(builtNow());
    const first = statSync(kept());
    expect(start("whoami")).toMatch(refusal);
    expect(statSync(kept()).ino).toBe(first.ino);
    expect(start("databases")).toMatch(refusal);
    expect(keptCommands().toSorted()).toEqual(["databases", "whoami"]);
    for (const file of keptFiles()) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is taken up by the command's own name, and each start writes what it lacks once", () => {
    const starts = [
      "whoami --help",
      "--database whoami databases",
      "complete -- who",
      "closures --database d",
      "whoam",
    ];
    for (const command of starts) start(command);
    expect(keptCommands().toSorted()).toEqual(["closures", "complete", "databases", "no-command"]);
    const inodes = () => keptFiles().map((file) => statSync(file).ino);
    const before = inodes();
    for (const command of starts) start(command);
    expect(inodes()).toEqual(before);
  });

  it.each([
    ["was cut off", () => truncateSync(kept(), statSync(kept()).size - 10)],
    ["is empty", () => truncateSync(kept(), 0)],
    ["ends with its header", () => truncateSync(kept(), header().length + 1)],
    ["has a wrong byte", () => overwrite(20_000, (byte) => byte ^ 1)],
    ["was compiled by another Node of that version", () => changeHeader(` ${size} `, ` ${size + 1} `)],
    ["is of another V8", () => [0, compiledLength()].forEach((at) => overwrite(at + 4, (byte) => byte ^ 1))],
  ])("is not used when it %s, and kept anew", (_, damage) => {
    start("whoami");
    damage();
    const damaged = statSync(kept()).ino;
    expect(start("whoami")).toMatch(refusal);
    expect(statSync(kept()).ino).not.toBe(damaged);
    expect(statSync(kept()).size).toBeGreaterThan(200_000);
    expect(header()).toBe(builtNow());
  });

  it("is not used for another build", () => {
    start("whoami");
    const before = readFileSync(bundle, "latin1");
    writeFileSync(
      bundle,
      before.replace(hash(), "0".repeat(64)).replaceAll("You are not signed in", "Nobody signed in"),
    );
    expect(start("whoami")).toMatch(/ !     Nobody signed in at/);
    expect(header()).toBe(builtNow());
    writeFileSync(bundle, before, "latin1");
    expect(start("whoami")).toMatch(refusal);
  });

  it.each([
    ["where others could put code", { XDG_CACHE_HOME: caches }, (): void => chmodSync(own, 0o777)],
    ["where it is a link", { XDG_CACHE_HOME: caches }, replaceByLink],
    ["when Node is told to keep none", { NODE_DISABLE_COMPILE_CACHE: "1" }, (): void => undefined],
  ])("is not kept %s", (_, env, prepare) => {
    mkdirSync(own, { mode: 0o700 });
    prepare();
    expect(start("whoami", env)).toMatch(refusal);
    expect(keptFiles()).toEqual([]);
  });
});
