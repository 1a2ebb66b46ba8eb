import type { Collaborator } from "@guestlist/contract";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guestlist, type CliOptions } from "../support/cli.ts";
import { api } from "../support/http.ts";
import { temporaryFolder } from "../support/paths.ts";
import { refusalOf } from "../support/postgres.ts";
import type { Finished } from "../support/program.ts";
import { linkIn } from "../support/smtp.ts";
import { openSession, type Session } from "../support/session.ts";
import {
  addPerson,
  connectionReady,
  invite,
  mailedToken,
  openStage,
  signUp,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const psql = (process.env["PATH"] ?? "").split(":").find((folder) => existsSync(path.join(folder, "psql")));

let stage: Stage;
let user1: Person;
let user2: Person;
let guest: Person;
let id: string;
let home: string;
let application: Session;
let guestUri: string;
let guestSession: Session;

beforeAll(async () => {
  stage = await openStage();
  user1 = await addPerson(stage, "user1@example.com");
  home = temporaryFolder("home");
});
afterAll(() => stage.close());

/** As user1, who signed in by `login`. */
const run = (args: string[], options: CliOptions = {}): Promise<Finished> =>
  guestlist(args, { url: stage.product.url, ...options, env: { HOME: home, ...options.env } });
const onDatabase = (...args: string[]): Promise<Finished> => run(["--database", name, ...args]);
/** As somebody else, by their API token. */
const runAs = (person: Person, ...args: string[]): Promise<Finished> =>
  guestlist(args, { url: stage.product.url, token: person.token });

const said = (...lines: string[]): Finished => ({ stdout: `${lines.join("\n")}\n`, stderr: "", code: 0 });
const refused = (...lines: string[]): Finished => ({ stdout: "", stderr: `${lines.join("\n")}\n`, code: 1 });

const credentialsFile = () => path.join(home, ".config/guestlist/credentials.json");

describe("Signing in", () => {
  test("without a login every command says what to do", async () => {
    expect(await onDatabase("collaborators")).toEqual(
      refused(` !     You are not signed in at ${stage.product.url}. Sign in with: guestlist login`),
    );
  });

  test("a wrong password is refused, and nothing is kept", async () => {
    const login = ["login", "--email", user1.email, "--password-stdin"];
    expect(await run(login, { stdin: "wrong" })).toEqual(
      refused(" !     The e-mail address and the password do not belong together."),
    );
    expect(existsSync(credentialsFile())).toBe(false);
  });

  test("login keeps an API token that only its own user can read", async () => {
    const login = ["login", "--email", user1.email, "--password-stdin"];
    expect(await run(login, { stdin: `${user1.password}\n` })).toEqual(
      said(`-----> Signed in at ${stage.product.url} as user1@example.com`),
    );
    expect(statSync(credentialsFile()).mode & 0o777).toBe(0o600);
    expect(readFileSync(credentialsFile(), "utf8")).not.toContain(user1.password);
    expect(await run(["whoami"])).toEqual(said(`user1@example.com (user1) at ${stage.product.url}`));
  });

  test("a database is created, and the application's URI is shown this once", async () => {
    expect(await run(["databases"])).toEqual(said("No databases yet. Create one with: guestlist database-create NAME"));
    const { stdout, stderr, code } = await run(["database-create", name]);
    const [first, second, third, ...rest] = stdout.split("\n");
    expect([first, second, rest, stderr, code]).toEqual([
      "-----> my-dedicated-db has been created",
      "       Your application connects with this URI. It holds a password, and is shown this once:",
      [""],
      "",
      0,
    ]);
    application = await openSession(third!.trim());
    await application.client.query("create table orders as select 1 as n");
    expect(await run(["databases"])).toEqual(
      said(
        "┌─────────────────┬───────────────────┬───────┬───────┐",
        "│      NAME       │       OWNER       │ ROLE  │ STATE │",
        "├─────────────────┼───────────────────┼───────┼───────┤",
        "│ my-dedicated-db │ user1@example.com │ owner │ ready │",
        "└─────────────────┴───────────────────┴───────┴───────┘",
      ),
    );
    id = (await user1.api.get<{ database: { id: string } }>(`/v1/databases/${name}`)).body.database.id;
  });
});

describe("Inviting a collaborator", () => {
  test("collaborators-add invites by e-mail", async () => {
    expect(await onDatabase("collaborators-add", "user@example.com")).toEqual(
      said("-----> user@example.com has been invited to collaborate to my-dedicated-db"),
    );
    const message = await stage.smtp.nextMessage({ to: "user@example.com" });
    expect(message.subject).toBe("user1@example.com invites you to my-dedicated-db");
    const link = linkIn(message, /\/invitation#/);
    guest = await signUp(stage, "user@example.com", new URL(link).hash.slice(1));

    expect(await runAs(guest, "invitations-accept", "--link", link)).toEqual(
      said(
        "-----> user@example.com collaborates to my-dedicated-db",
        "       For a password: guestlist --database my-dedicated-db connection --new-password",
      ),
    );
    await connectionReady(guest, name);
  });

  test("the name is printed even where the id was typed", async () => {
    expect(await run(["--database", id, "collaborators-add", "user2@example.com"])).toEqual(
      said("-----> user2@example.com has been invited to collaborate to my-dedicated-db"),
    );
    user2 = await signUp(stage, "user2@example.com", await mailedToken(stage, "user2@example.com"));
    const { stdout } = await runAs(user2, "invitations");
    expect(stdout).toContain("│ my-dedicated-db │ user1@example.com │ collaborator │");
    expect((await runAs(user2, "invitations-accept")).code).toBe(0);
  });

  test("somebody who is on the list already is not invited again", async () => {
    expect(await onDatabase("collaborators-add", "USER2@example.com")).toEqual(
      refused(" !     user2@example.com is a collaborator of my-dedicated-db already."),
    );
  });
});

describe("Listing collaborators", () => {
  const table = said(
    "┌───────────────────┬──────────┬──────────┬──────────────┐",
    "│       EMAIL       │ USERNAME │  STATUS  │     ROLE     │",
    "├───────────────────┼──────────┼──────────┼──────────────┤",
    "│ user1@example.com │ user1    │ owner    │ owner        │",
    "│ user2@example.com │ user2    │ accepted │ collaborator │",
    "│ user3@example.com │ n/a      │ pending  │ collaborator │",
    "└───────────────────┴──────────┴──────────┴──────────────┘",
  );

  test("a removed collaborator is on the list no more", async () => {
    guestUri = (await guest.api.post<{ uri: string }>(`/v1/databases/${name}/connection/password`)).body.uri;
    guestSession = await openSession(guestUri);
    expect(await onDatabase("collaborators-remove", "user@example.com")).toEqual(
      said("-----> user@example.com has been removed from the collaborators of my-dedicated-db"),
    );
    expect(await onDatabase("collaborators-add", "user3@example.com")).toEqual(
      said("-----> user3@example.com has been invited to collaborate to my-dedicated-db"),
    );
    expect(await onDatabase("collaborators")).toEqual(table);
  });

  test.each([
    ["before the command", ["--database", name, "collaborators"], {}],
    ["after it", ["collaborators", "--database", name], {}],
    ["short", ["collaborators", "-d", name], {}],
    ["by the environment", ["collaborators"], { GUESTLIST_DATABASE: name }],
    ["by the option rather than the environment", ["-d", name, "collaborators"], { GUESTLIST_DATABASE: "another-db" }],
  ])("the database is named %s", async (_, args, env) => {
    expect(await run(args, { env })).toEqual(table);
  });

  test("the id names it as well", async () => {
    expect(await run(["--database", id, "collaborators"])).toEqual(table);
  });

  test("--json prints what the API says", async () => {
    const { stdout, code } = await onDatabase("collaborators", "--json");
    const { collaborators } = JSON.parse(stdout) as { collaborators: Collaborator[] };
    expect(code).toBe(0);
    expect(collaborators.map(({ email, status }) => [email, status])).toEqual([
      ["user1@example.com", "owner"],
      ["user2@example.com", "accepted"],
      ["user3@example.com", "pending"],
    ]);
  });

  test("no database, and one that is not there, are said", async () => {
    expect(await run(["collaborators"])).toEqual({
      stdout: "",
      stderr: " !     Which database? Add --database NAME, or set GUESTLIST_DATABASE.\n",
      code: 2,
    });
    expect(await run(["--database", "no-such-db", "collaborators"])).toEqual(
      refused(" !     There is no database no-such-db that you may use."),
    );
  });

  test("each access level is a role of its own", async () => {
    await onDatabase("collaborators-add", "reader@example.com", "--access", "read-only");
    await onDatabase("collaborators-add", "writer@example.com", "--access", "read-write", "--until", "30d");
    const { stdout } = await onDatabase("collaborators");
    expect(stdout).toContain("│ reader@example.com │ n/a      │ pending  │ read-only collaborator  │\n");
    expect(stdout).toContain("│ writer@example.com │ n/a      │ pending  │ read-write collaborator │\n");
    expect(await onDatabase("collaborators-update", "reader@example.com", "--access", "read-write")).toEqual(
      said("-----> reader@example.com is invited to collaborate to my-dedicated-db with read-write access"),
    );
    for (const email of ["reader@example.com", "writer@example.com"]) await onDatabase("collaborators-remove", email);
  });
});

describe("Connecting", () => {
  let uri: string;

  test("connection shows one's own way in, without a password", async () => {
    const { login_name: login, port, dbname } = await connectionReady(user2, name);
    const { stdout, code } = await runAs(user2, "-d", name, "connection");
    expect(code).toBe(0);
    expect(stdout).toContain(`Login     ${login}\n`);
    expect(stdout).toContain(`Port      ${port}\n`);
    expect(stdout).toContain(`Database  ${dbname}\n`);
    expect(stdout).toContain("Password  none yet, make one with --new-password\n");
  });

  test("connection --new-password shows it this once, and a session with it runs a query", async () => {
    const { stdout, stderr, code } = await runAs(user2, "-d", name, "connection", "--new-password");
    const [first, password, address, ...rest] = stdout.split("\n");
    expect([first, rest, stderr, code]).toEqual([
      "-----> Your new password for my-dedicated-db. It is shown this once.",
      [""],
      "",
      0,
    ]);
    uri = address!.replace("       URI       ", "");
    expect(password).toBe(`       Password  ${decodeURIComponent(new URL(uri).password)}`);
    const session = await openSession(uri);
    expect((await session.client.query("select n from orders")).rows).toEqual([{ n: 1 }]);
    await session.client.end();
  });

  test.runIf(psql)("psql opens psql as one's own login, with a fresh password", async () => {
    const { login_name: login } = await connectionReady(user2, name);
    const query = "select session_user, n from orders";
    expect(await runAs(user2, "-d", name, "psql", "--", "-X", "-A", "-t", "-c", query)).toEqual(said(`${login}|1`));
    expect(await refusalOf(uri)).toBe("28P01");
  });

  test.runIf(psql)("the exit code of psql is the command's", async () => {
    const { code, stderr } = await runAs(user2, "-d", name, "psql", "--", "-X", "-c", "select nothing");
    expect([code, stderr]).toEqual([1, expect.stringContaining('column "nothing" does not exist')]);
  });

  test("where psql is missing, the message names the URI, and the password stays", async () => {
    const { stdout } = await runAs(user2, "-d", name, "connection", "--new-password", "--json");
    const { uri: before } = JSON.parse(stdout) as { uri: string };
    const env = { PATH: temporaryFolder("empty") };
    const answer = await guestlist(["-d", name, "psql"], { url: stage.product.url, token: user2.token, env });
    const { uri: plain } = await connectionReady(user2, name);
    expect(answer).toEqual(
      refused(
        ` !     psql is not installed here. Connect otherwise: ${plain}`,
        "       For a password: guestlist --database my-dedicated-db connection --new-password",
        "       psql is in the package postgresql-client of Debian and Ubuntu, libpq of Homebrew.",
      ),
    );
    expect(new URL(plain!).password).toBe("");
    expect(await refusalOf(before)).toBeUndefined();
  });
});

describe("Removing a collaborator", () => {
  test("the open session of the removed one had ended, and PostgreSQL refuses a new login", async () => {
    expect(await guestSession.ended).toMatchObject({ code: "57P01" });
    expect(["28000", "28P01"]).toContain(await refusalOf(guestUri));
    expect(await application.isOpen()).toBe(true);
  });

  test("somebody who is not on the list cannot be removed", async () => {
    const words = " !     user@example.com is not a collaborator of my-dedicated-db.";
    expect(await onDatabase("collaborators-remove", "user@example.com")).toEqual(refused(words));
    expect(await run(["--database", id, "collaborators-remove", "user@example.com"])).toEqual(refused(words));
  });

  test("a collaborator's own rights do not reach the owner", async () => {
    expect(await runAs(user2, "-d", name, "collaborators-remove", "user1@example.com")).toEqual(
      refused(" !     The owner's access cannot be revoked."),
    );
  });

  test("the receipt is listed, and shown by its number", async () => {
    const { stdout } = await onDatabase("closures");
    const row = stdout.split("\n").find((line) => line.includes("user@example.com"))!;
    expect(row).toMatch(
      /^│ \d{4}\s+│ user@example\.com │ revoked │ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC │ \d\.\d{3} s\s+│ \d\.\d{3} s\s+│ (done|cleaning)\s+│$/,
    );
    const number = /\d{4}/.exec(row)![0];
    const { stdout: receipt, code } = await onDatabase("closures", number);
    expect(code).toBe(0);
    expect(receipt).toContain(`Receipt             ${number}\n`);
    expect(receipt).toContain("Person              user@example.com\n");
    expect(receipt).toMatch(/^Sessions ended {6}\d+.*, from 127\.0\.0\.1, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/m);
    expect(receipt).toMatch(/^Login attempt {7}28(000|P01) /m);
  });

  test("timeline tells what happened, the newest first", async () => {
    const { stdout, code } = await onDatabase("timeline", "--person", "user@example.com");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.every((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}\S/.test(line))).toBe(true);
    const told = lines.map((line) => line.slice(25)).toReversed();
    expect(told[0]).toBe("You invited user@example.com with full access");
    expect(told[1]).toBe("user@example.com accepted the invitation");
    const revoked = told.indexOf("You revoked the access of user@example.com");
    const ended = told.findIndex((line) => line.startsWith("The access of user@example.com ended. Receipt "));
    expect([revoked > 1, ended > revoked]).toEqual([true, true]);
  });
});

describe("Stopping collaborating", () => {
  test("collaborators-leave ends one's own access", async () => {
    expect(await runAs(user2, "-d", id, "collaborators-leave")).toEqual(
      said("-----> user2@example.com has been removed from the collaborators of my-dedicated-db"),
    );
    expect(await runAs(user2, "-d", name, "collaborators")).toEqual(
      refused(" !     There is no database my-dedicated-db that you may use."),
    );
  });

  test("an invitation is declined", async () => {
    await invite(user1, name, "user2@example.com");
    const link = linkIn(await stage.smtp.nextMessage({ to: "user2@example.com", subject: "invites" }), /#/);
    expect(await runAs(user2, "invitations-decline", name)).toEqual(
      said("-----> The invitation to collaborate to my-dedicated-db has been declined"),
    );
    expect(await runAs(user2, "invitations")).toEqual(said("No invitation waits for you."));
    const { code, stderr } = await runAs(user2, "invitations-accept", "--link", link);
    expect([code, stderr]).toEqual([
      1,
      " !     This invitation no longer works. Ask user1@example.com for a new one.\n",
    ]);
  });

  test("the owner cannot leave", async () => {
    expect(await onDatabase("collaborators-leave")).toEqual(
      refused(" !     You own this database. Transfer it before you leave."),
    );
  });

  test("invitations-resend sends a new link", async () => {
    await mailedToken(stage, "user3@example.com");
    expect(await onDatabase("invitations-resend", "user3@example.com")).toEqual(
      said("-----> user3@example.com has been invited again to collaborate to my-dedicated-db"),
    );
    await mailedToken(stage, "user3@example.com");
  });

  test("logout ends the token in the server, and forgets it", async () => {
    const { token } = JSON.parse(readFileSync(credentialsFile(), "utf8")) as { token: string };
    expect(await run(["logout"])).toEqual(said(`-----> Signed out at ${stage.product.url}`));
    expect(existsSync(credentialsFile())).toBe(false);
    expect((await api(stage.product.url, token).get("/v1/account")).status).toBe(401);
    expect((await user1.api.get("/v1/account")).status).toBe(200);
  });
});
