import type { Collaborator } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Peer } from "../testing/peer.ts";
import { closure, collaborator, database, guideList, ids } from "../testing/records.ts";
import { Cli, type Ran } from "../testing/run.ts";

const cli = new Cli();
const peer = new Peer();
const list = "GET /v1/databases/my-dedicated-db/collaborators?limit=500";
const one = `/v1/databases/my-dedicated-db/collaborators/${ids.collaborator}`;
const waiting = "my-dedicated-db does not answer: access is still open, and will be closed as soon as it does.";

beforeAll(async () => await Promise.all([cli.build(), peer.open()]));
afterAll(async () => {
  cli.remove();
  await peer.close();
});
beforeEach(() => peer.forget());

const theirLogin: NonNullable<Collaborator["login"]> = {
  name: "user_k4e9",
  state: "ready",
  access: "full",
  until: null,
  blocked: null,
  sessions: 0,
  seen_at: null,
  last_login_at: null,
  watched_since: null,
  has_password: true,
};

/** As the account of GUESTLIST_TOKEN, on the database that the guide uses. */
const run = async (...args: string[]): Promise<Ran> =>
  await cli.run(["--database", "my-dedicated-db", ...args], {
    env: { GUESTLIST_URL: peer.url, GUESTLIST_TOKEN: "glt_token" },
  });
const runById = async (...args: string[]): Promise<Ran> =>
  await cli.run(["--database", ids.database, ...args], {
    env: { GUESTLIST_URL: peer.url, GUESTLIST_TOKEN: "glt_token" },
  });
const page = (collaborators: unknown[], next_cursor: string | null = null) => ({
  body: { collaborators, next_cursor },
});

describe("collaborators", () => {
  it("prints the table of the guide", async () => {
    peer.on(list, page(guideList));
    expect(await run("collaborators")).toEqual({
      code: 0,
      stderr: "",
      stdout: [
        "┌───────────────────┬──────────┬──────────┬──────────────┐",
        "│       EMAIL       │ USERNAME │  STATUS  │     ROLE     │",
        "├───────────────────┼──────────┼──────────┼──────────────┤",
        "│ user1@example.com │ user1    │ owner    │ owner        │",
        "│ user2@example.com │ user2    │ accepted │ collaborator │",
        "│ user3@example.com │ n/a      │ pending  │ collaborator │",
        "└───────────────────┴──────────┴──────────┴──────────────┘",
        "",
      ].join("\n"),
    });
    expect(peer.received[0]?.headers.authorization).toBe("Bearer glt_token");
    expect(peer.received[0]?.headers.connection).toBe("close");
  });

  it("shows an expired invitation and the narrower roles", async () => {
    const expired = collaborator({ status: "pending", expired: true, username: null, role: "read-only collaborator" });
    const ending = collaborator({ email: "b@example.com", status: "revoking", role: "read-write collaborator" });
    peer.on(list, page([expired, ending]));
    const { stdout } = await run("collaborators");
    expect(stdout).toContain("│ user@example.com │ n/a      │ pending, expired │ read-only collaborator  │");
    expect(stdout).toContain("│ b@example.com    │ user     │ revoking         │ read-write collaborator │");
  });

  it("shows what PostgreSQL still gives where it does not follow the list yet", async () => {
    const login = { ...theirLogin, access: "read-write", until: null } as const;
    const changing = { level: true, end: true, waiting: null };
    const lowered = { role: "read-only collaborator", access: "read-only", until: "2027-01-31T00:00:00.000Z" } as const;
    peer.on(list, page([collaborator({ ...lowered, login, changing })]));
    expect((await run("collaborators")).stdout).toContain(
      "│ user@example.com │ user     │ accepted, end not set yet │ read-only collaborator, still read-write │",
    );
  });

  it("walks every page, and prints one document of them with --json", async () => {
    peer.on(list, page(guideList.slice(0, 2), "more"));
    peer.on(`${list}&cursor=more`, page(guideList.slice(2)));
    expect((await run("collaborators")).stdout).toContain("user3@example.com");
    const { stdout } = await run("collaborators", "--json");
    expect(JSON.parse(stdout)).toEqual({ collaborators: guideList, next_cursor: null });
  });

  it("prints what the API said with --json, and nothing a terminal would obey", async () => {
    const body = { collaborators: [collaborator({ username: "a\u009b2J\u001b[31m" })], next_cursor: null };
    peer.on(list, { body });
    const { stdout } = await run("collaborators", "--json");
    expect(JSON.parse(stdout)).toEqual(body);
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    expect(stdout.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  it("strips what others put into their names to take over a terminal", async () => {
    peer.on(
      list,
      page([collaborator({ username: "\u001b[2J\u001b]0;owned\u0007x\ny", email: "a\u202e@example.com" })]),
    );
    expect((await run("collaborators")).stdout.split("\n")[3]).toBe(
      "│ a@example.com │ x y      │ accepted │ collaborator │",
    );
  });
});

describe("collaborators-add", () => {
  const add = "POST /v1/databases/my-dedicated-db/collaborators";

  it("says what the guide says, with one request", async () => {
    peer.on(add, { status: 201, body: { collaborator: collaborator({ status: "pending" }) } });
    expect(await run("collaborators-add", "user@example.com")).toEqual({
      code: 0,
      stdout: "-----> user@example.com has been invited to collaborate to my-dedicated-db\n",
      stderr: "",
    });
    expect(peer.received).toHaveLength(1);
    expect(peer.received[0]?.body).toEqual({ email: "user@example.com" });
  });

  it("prints the name where an id was typed", async () => {
    peer.on(`POST /v1/databases/${ids.database}/collaborators`, {
      status: 201,
      body: { collaborator: collaborator() },
    });
    peer.on(`GET /v1/databases/${ids.database}`, { body: { database: database() } });
    expect((await runById("collaborators-add", "user@example.com")).stdout).toBe(
      "-----> user@example.com has been invited to collaborate to my-dedicated-db\n",
    );
  });

  it("sends the access level and the end as they were typed", async () => {
    peer.on(add, { status: 201, body: { collaborator: collaborator() } });
    await run("collaborators-add", "user@example.com", "--access", "read-only", "--until", "30d");
    expect(peer.received[0]?.body).toEqual({ email: "user@example.com", access: "read-only", until: "30d" });
  });

  it("leaves refusals to the server, and lists its words per field", async () => {
    peer.refuse(add, "invalid_request", "The invitation is not complete.", [
      { field: "email", message: "That is no e-mail address." },
      { field: "until", message: "That day is over." },
    ]);
    expect(await run("collaborators-add", "nobody")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        " !     The invitation is not complete.\n       email: That is no e-mail address.\n       until: That day is over.\n",
    });
  });
});

describe("collaborators-update", () => {
  it("changes the access of the one with that address", async () => {
    peer.on(list, page([collaborator({ email: "User@Example.com" })]));
    const changed = collaborator({ email: "User@Example.com", access: "read-only", until: "2027-01-31T00:00:00.000Z" });
    peer.on(`PATCH ${one}`, { body: { collaborator: changed } });
    const { stdout } = await run(
      "collaborators-update",
      "user@example.COM",
      "--access",
      "read-only",
      "--until",
      "never",
    );
    expect(stdout).toBe(
      "-----> User@Example.com has read-only access to my-dedicated-db until 2027-01-31 00:00:00 UTC\n",
    );
    expect(peer.received[1]?.body).toEqual({ access: "read-only", until: null });
  });

  it("does not claim a level that PostgreSQL does not give", async () => {
    const still = "my-dedicated-db does not answer: user@example.com still has full access until it does.";
    peer.on(list, page([collaborator()]));
    peer.on(`PATCH ${one}`, { status: 202, body: { collaborator: collaborator(), waiting: still } });
    const update = ["collaborators-update", "user@example.com", "--access", "read-only"];
    expect(await run(...update)).toEqual({ code: 1, stdout: "", stderr: ` !     ${still}\n` });
    const json = await run(...update, "--json");
    expect([json.code, json.stderr, JSON.parse(json.stdout).waiting]).toEqual([1, "", still]);
  });

  it("says of somebody invited that they are, and whether the invitation still works", async () => {
    const invited = collaborator({ status: "pending", username: null });
    peer.on(list, page([invited]));
    const words = "-----> user@example.com is invited to collaborate to my-dedicated-db with full access";
    for (const [expired, more] of [
      [false, ""],
      [true, ", by an invitation that has expired"],
    ] as const) {
      peer.on(`PATCH ${one}`, { body: { collaborator: { ...invited, expired } } });
      expect((await run("collaborators-update", "user@example.com", "--until", "never")).stdout).toBe(
        `${words}${more}\n`,
      );
    }
  });

  it("needs something to change, and asks no server for nothing", async () => {
    const { code, stderr } = await run("collaborators-update", "user@example.com");
    expect([code, stderr]).toEqual([2, " !     What is to change? Add --access LEVEL or --until WHEN.\n"]);
    expect(peer.calls).toEqual([]);
  });
});

describe("collaborators-remove", () => {
  it("says what the guide says once the access has ended", async () => {
    peer.on(list, page([...guideList, collaborator()]));
    peer.on(`DELETE ${one}`, { body: { collaborator: collaborator({ status: "ended" }), closure: closure() } });
    expect(await run("collaborators-remove", "USER@example.com")).toEqual({
      code: 0,
      stdout: "-----> user@example.com has been removed from the collaborators of my-dedicated-db\n",
      stderr: "",
    });
  });

  it("does not claim an end while the server does not answer", async () => {
    peer.on(list, page([collaborator()]));
    peer.on(`DELETE ${one}`, { status: 202, body: { collaborator: collaborator({ status: "revoking" }), waiting } });
    expect(await run("collaborators-remove", "user@example.com")).toEqual({
      code: 1,
      stdout: "",
      stderr: ` !     ${waiting}\n`,
    });
    const json = await run("collaborators-remove", "user@example.com", "--json");
    expect([json.code, json.stderr, JSON.parse(json.stdout).waiting]).toEqual([1, "", waiting]);
  });

  it("deletes nothing where nobody has that address", async () => {
    peer.on(list, page(guideList));
    expect(await run("collaborators-remove", "user@example.com")).toEqual({
      code: 1,
      stdout: "",
      stderr: " !     user@example.com is not a collaborator of my-dedicated-db.\n",
    });
    expect(peer.calls).toEqual([list]);
  });

  it("names the database there too where an id was typed", async () => {
    peer.on(`GET /v1/databases/${ids.database}/collaborators?limit=500`, page([]));
    peer.on(`GET /v1/databases/${ids.database}`, { body: { database: database() } });
    const { stderr } = await runById("collaborators-remove", "user@example.com");
    expect(stderr).toBe(" !     user@example.com is not a collaborator of my-dedicated-db.\n");
  });

  it.each([[[]], [[""]], [["  "]]])("deletes nothing for %j", async (typed) => {
    peer.on(list, page(guideList));
    const { code, stdout } = await run("collaborators-remove", ...typed);
    expect([code, stdout]).toEqual([2, ""]);
    expect(peer.calls).toEqual([]);
  });

  it("passes the server's refusal on", async () => {
    peer.on(list, page([collaborator({ status: "owner", role: "owner" })]));
    const words = "You own this database. Transfer it before you leave.";
    peer.refuse(`DELETE ${one}`, "owner_cannot_leave", words);
    expect(await run("collaborators-remove", "user@example.com")).toEqual({
      code: 1,
      stdout: "",
      stderr: ` !     ${words}\n`,
    });
  });
});

describe("collaborators-leave", () => {
  it("ends one's own access by `me`", async () => {
    const left = { collaborator: collaborator({ status: "ended" }), closure: closure({ reason: "left" }) };
    peer.on("DELETE /v1/databases/my-dedicated-db/collaborators/me", { body: left });
    expect(await run("collaborators-leave")).toEqual({
      code: 0,
      stdout: "-----> user@example.com has been removed from the collaborators of my-dedicated-db\n",
      stderr: "",
    });
  });
});

describe("invitations-resend", () => {
  it("sends the invitation of that address again", async () => {
    peer.on(list, page([collaborator({ status: "pending" })]));
    peer.on(`POST ${one}/resend`, { body: { collaborator: collaborator({ status: "pending" }) } });
    expect((await run("invitations-resend", "user@example.com")).stdout).toBe(
      "-----> user@example.com has been invited again to collaborate to my-dedicated-db\n",
    );
  });
});
