import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { saveCredentials } from "./credentials.ts";
import { programName } from "./program.ts";
import { Peer } from "./testing/peer.ts";
import { account, guideList } from "./testing/records.ts";
import { Cli } from "./testing/run.ts";

const cli = new Cli();
const peer = new Peer();
const list = "GET /v1/databases/my-dedicated-db/collaborators?limit=500";
const signedIn = (): Record<string, string> => ({ GUESTLIST_URL: peer.url, GUESTLIST_TOKEN: "glt_token" });

beforeAll(async () => await Promise.all([cli.build(), peer.open()]));
afterAll(async () => {
  cli.remove();
  await peer.close();
});
beforeEach(() => peer.forget());

describe("the database", () => {
  const ways: [string, string[], Record<string, string>][] = [
    ["before the command", ["--database", "my-dedicated-db", "collaborators"], {}],
    ["after the command", ["collaborators", "--database", "my-dedicated-db"], {}],
    ["by = and after", ["collaborators", "--database=my-dedicated-db"], {}],
    ["by -d before", ["-d", "my-dedicated-db", "collaborators"], {}],
    ["by -d after", ["collaborators", "-d", "my-dedicated-db"], {}],
    ["from the environment", ["collaborators"], { GUESTLIST_DATABASE: "my-dedicated-db" }],
    ["typed, over the environment", ["collaborators", "-d", "my-dedicated-db"], { GUESTLIST_DATABASE: "other" }],
  ];
  it.each(ways)("is taken %s", async (_, args, env) => {
    peer.on(list, { body: { collaborators: guideList, next_cursor: null } });
    expect((await cli.run(args, { env: { ...signedIn(), ...env } })).code).toBe(0);
    expect(peer.calls).toEqual([list]);
  });

  it.each([[[]], [["--database", ""]]])("is asked for where it is missing: %j", async (args) => {
    expect(await cli.run(["collaborators", ...args], { env: signedIn() })).toEqual({
      code: 2,
      stdout: "",
      stderr: " !     Which database? Add --database NAME, or set GUESTLIST_DATABASE.\n",
    });
  });
});

describe("a command line that is not right", () => {
  const wrong: [string[], string][] = [
    [["colaborators"], "Unknown command 'colaborators'. Did you mean collaborators?"],
    [["collaborators-add"], "Missing required argument 'email'."],
    [["collaborators", "--acess", "full"], "Unknown option '--acess'."],
    [["collaborators-add", "a@example.com", "--acces", "full"], "Unknown option '--acces'. Did you mean --access?"],
    [["whoami", "who"], "Too many arguments for 'whoami'. Expected 0 arguments but got 1: who."],
    [
      ["database-delete", "my-dedicated-db", "--data", "burn"],
      "Option '--data <what>' argument 'burn' is invalid. Allowed choices are keep, drop.",
    ],
  ];
  it.each(wrong)("%j is told, with exit code 2", async (args, words) => {
    const { code, stdout, stderr } = await cli.run(args, { env: signedIn() });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.split("\n")).toEqual([
      expect.stringContaining(` !     ${words.slice(0, 20)}`),
      expect.any(String),
      "",
    ]);
    expect(stderr).toContain(words);
    expect(stderr).toContain("       See guestlist --help.\n");
  });

  it.each([["foo"], ["collaborators-add"], ["collaborators", "-d", " "]])(
    "is told as problem+json with --json: %s",
    async (...args) => {
      const { code, stdout, stderr } = await cli.run(["--json", ...args], { env: signedIn() });
      expect([code, stdout]).toEqual([2, ""]);
      const plain = await cli.run(args, { env: signedIn() });
      const detail = plain.stderr.split("\n", 1)[0]?.slice(" !     ".length);
      expect(JSON.parse(stderr)).toMatchObject({ status: 422, code: "invalid_request", detail });
    },
  );

  it("asks for the help of a command that there is not", async () => {
    expect(await cli.run(["help", "nothing"])).toEqual({
      code: 2,
      stdout: "",
      stderr: " !     Unknown command 'nothing'.\n       See guestlist --help.\n",
    });
  });

  const paths: string[][] = [
    ["-d", "..", "collaborators"],
    ["-d", ".", "collaborators"],
    ["-d", "..", "connection"],
    ["-d", "my-dedicated-db", "closures", ".."],
    ["sessions-end", ".."],
  ];
  it.each(paths)("has a name that would lead to another address: %s %s %s %s", async (...args) => {
    const { code, stdout, stderr } = await cli.run(args.filter(Boolean), { env: signedIn() });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^ ! {5}Nothing here is called "\.\.?"\.\n$/);
    expect(peer.calls).toEqual([]);
  });

  it("has a token that no header takes", async () => {
    const words = "The API token has a space, a line break or another character in it that no token has.";
    const env = { ...signedIn(), GUESTLIST_TOKEN: "glt_one\nglt_two" };
    expect(await cli.run(["whoami"], { env })).toEqual({ code: 2, stdout: "", stderr: ` !     ${words}\n` });
    const login = await cli.run(["login", "--token-stdin"], { env: signedIn(), input: "glt_one\nglt_two\n" });
    expect([login.code, login.stderr]).toEqual([2, ` !     ${words}\n`]);
    expect(peer.calls).toEqual([]);
  });

  it("is an address that is none", async () => {
    const { code, stderr } = await cli.run(["whoami"], {
      env: { GUESTLIST_URL: "localhost:7400", GUESTLIST_TOKEN: "x" },
    });
    expect([code, stderr]).toEqual([2, " !     GUESTLIST_URL must be an address like https://guestlist.example.com\n"]);
  });
});

describe("the server", () => {
  it("that is not there is told with its address", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    const env = { GUESTLIST_URL: `${url}/`, GUESTLIST_TOKEN: "glt_token" };
    const words = `${url} does not answer. Is Guestlist running there? Set GUESTLIST_URL to another address.`;
    expect(await cli.run(["whoami"], { env })).toEqual({ code: 1, stdout: "", stderr: ` !     ${words}\n` });
    const json = await cli.run(["whoami", "--json"], { env });
    expect(json).toMatchObject({ code: 1, stdout: "" });
    expect(JSON.parse(json.stderr)).toMatchObject({ status: 503, code: "unavailable", detail: words, errors: [] });
  });

  it("that is something else is told as such", async () => {
    peer.on("GET /v1/account", { body: "hello", headers: { "content-type": "text/html" } });
    expect((await cli.run(["whoami"], { env: signedIn() })).stderr).toBe(
      ` !     What answers at ${peer.url} is not Guestlist. Set GUESTLIST_URL to another address.\n`,
    );
  });

  it("that sends on elsewhere does not get the token there", async () => {
    peer.on("GET /v1/account", { status: 308, headers: { location: "https://guestlist.example.com/v1/account" } });
    expect((await cli.run(["whoami"], { env: signedIn() })).stderr).toBe(
      ` !     ${peer.url} sends on to https://guestlist.example.com. Set GUESTLIST_URL to that address.\n`,
    );
    expect(peer.calls).toEqual(["GET /v1/account"]);
  });

  it("may stand under a path", async () => {
    peer.on("GET /guests/v1/account", { body: { account } });
    const env = { ...signedIn(), GUESTLIST_URL: `${peer.url}/guests/` };
    expect((await cli.run(["whoami"], { env })).stdout).toBe(`user1@example.com (user1) at ${peer.url}/guests\n`);
  });

  it("that fails is told with the number of the request", async () => {
    peer.refuse("GET /v1/account", "internal_error", "Something broke.");
    expect((await cli.run(["whoami"], { env: signedIn() })).stderr).toBe(
      " !     Something broke.\n       Request req-1\n",
    );
  });

  it("hears of nobody who is not signed in", async () => {
    expect(await cli.run(["whoami"], { env: { GUESTLIST_URL: peer.url } })).toEqual({
      code: 1,
      stdout: "",
      stderr: ` !     You are not signed in at ${peer.url}. Sign in with: guestlist login\n`,
    });
    expect(peer.calls).toEqual([]);
  });

  it("that does not know the token any more leads to login", async () => {
    peer.refuse("GET /v1/account", "not_signed_in", "Sign in first.");
    expect((await cli.run(["whoami"], { env: signedIn() })).stderr).toBe(
      " !     Sign in first.\n       Sign in with: guestlist login\n",
    );
  });

  it("never gets the token that belongs to another one", async () => {
    const env = { XDG_CONFIG_HOME: join(cli.folder, "config") };
    saveCredentials(env, { url: "https://guestlist.example.com", token: "glt_other", email: "user@example.com" });
    const { code, stderr } = await cli.run(["whoami"], { env: { ...env, GUESTLIST_URL: peer.url } });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`You are not signed in at ${peer.url}.`)]);
    expect(peer.calls).toEqual([]);
  });
});

describe("--json", () => {
  it("prints a refusal as the problem+json document, on standard error", async () => {
    peer.refuse("GET /v1/account", "too_many_requests", "Slow down.");
    const { code, stdout, stderr } = await cli.run(["whoami", "--json"], { env: signedIn() });
    expect([code, stdout]).toEqual([1, ""]);
    expect(JSON.parse(stderr)).toEqual({
      type: "about:blank",
      title: "too_many_requests",
      status: 429,
      code: "too_many_requests",
      detail: "Slow down.",
      errors: [],
      request_id: "req-1",
    });
  });

  it("stands before the command as well", async () => {
    peer.on("GET /v1/account", { body: { account } });
    expect(JSON.parse((await cli.run(["--json", "whoami"], { env: signedIn() })).stdout)).toEqual({ account });
  });
});

describe("the help", () => {
  it("of a command shows arguments, options and examples", async () => {
    const { code, stdout, stderr } = await cli.run(["collaborators-add", "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: guestlist collaborators-add [options] <email>

      Invite somebody by e-mail to collaborate

      Options:
        --access <level>       full (default), read-write or read-only
        --until <when>         end the access by itself: 30d, or a day like 2027-01-31
        -h, --help             show this help, or that of a command

      Global Options:
        -V, --version          print the version
        -d, --database <name>  the database, by name or id (or GUESTLIST_DATABASE)
        --json                 print the API's own answer, and refusals as
                               problem+json

      Examples:
        $ guestlist --database my-dedicated-db collaborators-add user@example.com
        $ guestlist --database my-dedicated-db collaborators-add user@example.com --access read-only --until 30d
      "
    `);
  });

  it("is the same by the help command", async () => {
    const [one, other] = await Promise.all([cli.run(["psql", "--help"]), cli.run(["help", "psql"])]);
    expect(one).toEqual(other);
  });

  it("is what the bare program shows", async () => {
    const [bare, asked] = await Promise.all([cli.run([]), cli.run(["--help"])]);
    expect(bare).toEqual(asked);
    expect(bare.stdout).toContain("collaborators-add [options] <email>");
    expect(bare.stdout).toContain("completion <shell>");
  });

  it("uses the name that the program was called by", async () => {
    const link = join(cli.folder, "scalingo");
    symlinkSync(cli.file, link);
    const { stdout } = spawnSync(process.execPath, [link, "collaborators", "--help"], { encoding: "utf8" });
    expect(stdout).toContain("Usage: scalingo collaborators");
    expect(stdout).toContain("$ scalingo --database my-dedicated-db collaborators");
  });

  it.each([
    [["node", "/usr/bin/guestlist"], {}, "guestlist"],
    [["node", "/x/guestlist.cjs"], {}, "guestlist"],
    [["node", "/usr/bin/guestlist"], { GUESTLIST_PROGRAM: "scalingo" }, "scalingo"],
    [["node", "/usr/bin/guestlist"], { GUESTLIST_PROGRAM: "\u001b[2J" }, "guestlist"],
    [["node"], {}, "guestlist"],
  ])("takes the name from %j and %j", (argv, env, name) => {
    expect(programName(argv, env)).toBe(name);
  });

  it("prints the version", async () => {
    expect(await cli.run(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });
});

describe("completion", () => {
  it("offers commands, and a script for the shell", async () => {
    const offered = await cli.run(["complete", "--", "collaborators-r"]);
    expect(offered.stdout).toContain("collaborators-remove\t");
    const script = await cli.run(["completion", "bash"]);
    expect([script.code, script.stdout]).toEqual([0, expect.stringContaining("bash completion for guestlist")]);
  });
});

/** Another Node on the PATH, such as the system's 20. */
const otherNode = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "node"))
  .find((file) => dirname(file) !== dirname(process.execPath) && majorOf(file) === 20);

function majorOf(file: string): number {
  return Number(/^v(\d+)/.exec(spawnSync(file, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1] ?? 0);
}

it.skipIf(otherNode === undefined)("runs on Node 20 too", async () => {
  peer.on(list, { body: { collaborators: [{ ...guideList[0], email: "用户@example.com" }], next_cursor: null } });
  const ran = await cli.run(["-d", "my-dedicated-db", "collaborators"], { env: signedIn(), node: otherNode! });
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  expect(ran.stdout).toContain("│ 用户@example.com │ user1    │ owner  │ owner │");
});

it("ends with 130 on Ctrl-C", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const env = { ...signedIn(), GUESTLIST_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` };
  const child = spawn(process.execPath, [cli.file, "whoami"], { env: { ...process.env, ...env } });
  await once(silent, "connection");
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([130, null]);
  silent.close();
});

it("stops without a word when its reader has left", () => {
  const ran = spawnSync("sh", ["-c", `"$0" "$1" --help | true; echo done`, process.execPath, cli.file], {
    encoding: "utf8",
  });
  expect([ran.stdout, ran.stderr]).toEqual(["done\n", ""]);
});
