import { describe, expect, test } from "vitest";
import { readSources, type SourceFile } from "./rules/source.ts";
import {
  bareConnections,
  bareJobs,
  britishSpelling,
  clocksOfThisProcess,
  emptyNames,
  longFiles,
  machinePaths,
  missingFromLock,
  registryHosts,
  strayWrites,
} from "./rules/style.ts";
import { root } from "./support/paths.ts";

const code = readSources(root, [".ts", ".tsx"]);
const words = readSources(root, [".ts", ".tsx", ".md", ".sql", ".css", ".html", ".yml", "/run"]).filter(
  (each) => each.path !== "test/style.test.ts" && each.path !== "test/rules/style.ts",
);
const file = (path: string, text: string): SourceFile => ({ path, text });

test("no file is longer than 400 lines", () => {
  expect(longFiles(code)).toEqual([]);
});

test("names say what a thing is or does", () => {
  expect(emptyNames(code)).toEqual([]);
});

test("a table is written by its own folder's queries only", () => {
  expect(strayWrites(code)).toEqual([]);
});

test("a lost connection ends no process", () => {
  expect(bareConnections(code)).toEqual([]);
});

test("a job that is asked for is added", () => {
  expect(bareJobs(code)).toEqual([]);
});

test("a time in the control database is compared with the control database's clock", () => {
  expect(clocksOfThisProcess(code)).toEqual([]);
});

test("nothing names a path of one machine", () => {
  expect(machinePaths(words)).toEqual([]);
});

test("the lock files name no registry, and have the packages of every platform", () => {
  const lockFiles = readSources(root, ["package-lock.json"]);
  expect(lockFiles.map((lockFile) => lockFile.path).sort()).toEqual([
    "package-lock.json",
    "test/postgres-versions/package-lock.json",
  ]);
  expect(lockFiles.flatMap(registryHosts)).toEqual([]);
  expect(lockFiles.flatMap(missingFromLock)).toEqual([]);
});

test("the spelling is American", () => {
  const english = words.filter((each) => !each.path.startsWith("web/strings/fr/"));
  expect(britishSpelling(english)).toEqual([]);
});

describe("the rules can fail", () => {
  test("a pool without a listener is found", () => {
    expect(bareConnections([{ path: "server/platform/a.ts", text: "const pool = new pg.Pool({})" }])).toHaveLength(1);
  });

  test("a job added past the one place for it is found", () => {
    const text = "await sql`select graphile_worker.add_job('sweep')`.execute(tx)";
    expect(bareJobs([{ path: "server/access/a.ts", text }])).toHaveLength(1);
  });

  test("a column that is compared with this process's clock is found", () => {
    const text = 'query.where("expires_at", "<=", new Date())';
    expect(clocksOfThisProcess([{ path: "server/accounts/a.ts", text }])).toHaveLength(1);
  });

  test("a long file is found, a generated one is not", () => {
    const lines = "x;\n".repeat(401);
    expect(
      longFiles([file("a.ts", lines), file("b.ts", `// Generated.\n${lines}`), file("c.ts", "x;\n".repeat(400))]),
    ).toEqual(["a.ts has 401 lines, over 400"]);
  });

  test("empty names of files, types, values and functions are found", () => {
    const text = `class MailService {}
      type RoleManager = string;
      const dateUtils = 1;
      function handleClick() {}
      const processJob = () => 1;
      const processId = 1;
      function grantAccess() {}`;
    expect(emptyNames([file("server/a/string-utils.ts", text)])).toEqual([
      "server/a/string-utils.ts: the file name says nothing",
      expect.stringContaining("MailService"),
      expect.stringContaining("RoleManager"),
      expect.stringContaining("dateUtils"),
      expect.stringContaining("handleClick()"),
      expect.stringContaining("processJob()"),
    ]);
  });

  test("a write outside queries.ts and a table with two writers are found", () => {
    const write = `tx.insertInto("events").values({})`;
    expect(
      strayWrites([file("server/events/queries.ts", write), file("server/events/list.ts", `db.selectFrom("events")`)]),
    ).toEqual([]);
    expect(strayWrites([file("server/events/queries.ts", write), file("server/accounts/sign-in.ts", write)])).toEqual([
      "server/accounts/sign-in.ts writes events: only queries.ts writes",
      "events is written by server/events and server/accounts",
    ]);
    expect(strayWrites([file("server/accounts/a.ts", "sql`update accounts set x = 1 where id = 2`")])).toEqual([
      "server/accounts/a.ts writes accounts: only queries.ts writes",
    ]);
  });

  test("machine paths, registries and British words are found with their line", () => {
    expect(machinePaths([file("a.md", "ok\nsee /home/ada/x\nand /v1/home/x, https://example.com/work/x")])).toEqual([
      `a.md:2: "/home/a" names a path of one machine`,
    ]);
    expect(
      registryHosts(file("package-lock.json", `"resolved": "contract",\n"resolved": "https://r.example/x.tgz"`)),
    ).toHaveLength(1);
    const packages = {
      "node_modules/a": { optionalDependencies: { "@x/b": "1", "@x/c": "1" } },
      "node_modules/@x/b": {},
    };
    expect(missingFromLock(file("package-lock.json", JSON.stringify({ packages })))).toEqual([
      "@x/c of node_modules/a is not in the lock file",
    ]);
    expect(britishSpelling([file("a.md", "color\nthe behaviour\nauthorised")])).toHaveLength(2);
  });
});
