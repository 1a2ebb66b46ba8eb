import type { RecordedEvent } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Peer } from "../testing/peer.ts";
import { closure, collaborator, connection, database, ids, invitation } from "../testing/records.ts";
import { Cli, type Ran } from "../testing/run.ts";

const cli = new Cli();
const peer = new Peer();
const created = "POST /v1/databases";
const check = "POST /v1/databases/check";
const adminUrl = "postgresql://admin:pw@db.example.com/shop";

beforeAll(async () => await Promise.all([cli.build(), peer.open()]));
afterAll(async () => {
  cli.remove();
  await peer.close();
});
beforeEach(() => peer.forget());

const run = async (args: string[], input = ""): Promise<Ran> =>
  await cli.run(args, { input, env: { GUESTLIST_URL: peer.url, GUESTLIST_TOKEN: "glt_token" } });
const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join("");

describe("databases", () => {
  it("lists them with their owner, one's role and their state", async () => {
    const silent = database({
      name: "other-db",
      standing: "read-only",
      server: { ...database().server, state: "silent" },
    });
    peer.on("GET /v1/databases?limit=500", { body: { databases: [database(), silent], next_cursor: null } });
    const { stdout } = await run(["databases"]);
    expect(stdout).toContain("│ my-dedicated-db │ user1@example.com │ owner                  │ ready ");
    expect(stdout).toContain(
      "│ other-db        │ user1@example.com │ read-only collaborator │ ready, its server does not answer │",
    );
  });

  it("says how to make the first", async () => {
    peer.on("GET /v1/databases?limit=500", { body: { databases: [], next_cursor: null } });
    expect((await run(["databases"])).stdout).toBe(
      "No databases yet. Create one with: guestlist database-create NAME\n",
    );
  });
});

describe("database-create", () => {
  it("shows the application's URI, this once", async () => {
    const connection_uri = "postgresql://app:pw@127.0.0.1:5432/my_dedicated_db";
    peer.on(created, { status: 201, body: { database: database(), connection_uri } });
    expect((await run(["database-create", "my-dedicated-db"])).stdout).toBe(
      lines(
        "-----> my-dedicated-db has been created",
        "       Your application connects with this URI. It holds a password, and is shown this once:",
        `       ${connection_uri}`,
      ),
    );
    expect(peer.received[0]?.body).toEqual({ name: "my-dedicated-db" });
  });

  it("says what one that is not ready waits for", async () => {
    const blocked = "PostgreSQL keeps this name for itself.";
    const made = database({ state: "making", blocked });
    peer.on(created, { status: 201, body: { database: made, connection_uri: null } });
    expect(await run(["database-create", "my-dedicated-db"])).toEqual({
      code: 1,
      stdout: "-----> my-dedicated-db is being created\n",
      stderr: ` !     ${blocked}\n`,
    });
  });

  it("says the other way where none can be created", async () => {
    peer.refuse(created, "cannot_create", "The login app of DATABASE_URL may not create databases.");
    expect(await run(["database-create", "my-dedicated-db"])).toMatchObject({
      stdout: "",
      stderr: lines(
        " !     The login app of DATABASE_URL may not create databases.",
        "       Attach one with: guestlist database-attach NAME --url-stdin",
      ),
      code: 1,
    });
  });
});

describe("database-attach", () => {
  const found = (attachable: boolean) => ({
    attachable,
    host: "db.example.com",
    port: 5432,
    dbname: "shop",
    version: "17.6",
    admin: { name: "admin", superuser: false },
    owner: { name: "shop", can_log_in: true },
    move_preview: ["shop's 12 tables go to guestlist_owner."],
    findings: [
      { kind: "fine", code: "version", message: "PostgreSQL 17.6 is supported." },
      { kind: "limits", code: "owner", message: "Full access needs the ownership to move." },
      ...(attachable ? [] : [{ kind: "refuses", code: "createrole", message: "admin may not create roles." }]),
    ],
  });
  const told = [
    "-----> shop on db.example.com:5432, PostgreSQL 17.6",
    "       PostgreSQL 17.6 is supported.",
    " ?     Full access needs the ownership to move.",
  ];

  it("tells the findings, then attaches", async () => {
    peer.on(check, { body: found(true) });
    peer.on(created, { status: 201, body: { database: database({ kind: "attached" }), connection_uri: null } });
    const args = ["database-attach", "my-dedicated-db", "--url-stdin", "--ownership", "move"];
    const ran = await run(args, `${adminUrl}\n`);
    expect(ran.stdout).toBe(
      lines(
        ...told,
        "-----> Moving the ownership changes:",
        "       shop's 12 tables go to guestlist_owner.",
        "-----> my-dedicated-db has been attached",
      ),
    );
    expect(peer.received.map((one) => one.body)).toEqual([
      { url: adminUrl, ownership: "move" },
      { name: "my-dedicated-db", url: adminUrl, ownership: "move" },
    ]);
  });

  it("attaches nothing that the check refuses", async () => {
    peer.on(check, { body: found(false) });
    expect(await run(["database-attach", "my-dedicated-db", "--url-stdin"], adminUrl)).toEqual({
      code: 1,
      stdout: lines(...told, " !     admin may not create roles."),
      stderr: " !     shop cannot be attached as it is.\n",
    });
    expect(peer.calls).toEqual([check]);
  });

  it("only checks with --check", async () => {
    peer.on(check, { body: found(true) });
    const args = ["database-attach", "my-dedicated-db", "--url-stdin", "--check"];
    expect(await run(args, adminUrl)).toEqual({ code: 0, stdout: lines(...told), stderr: "" });
    expect(JSON.parse((await run([...args, "--json"], adminUrl)).stdout)).toEqual(found(true));
    expect(new Set(peer.calls)).toEqual(new Set([check]));
  });

  it("takes no URL among its arguments", async () => {
    const { code, stderr } = await run(["database-attach", "my-dedicated-db"]);
    expect([code, stderr]).toEqual([
      2,
      " !     The admin connection's URL comes on standard input: add --url-stdin.\n",
    ]);
  });
});

describe("database-delete", () => {
  const call = "DELETE /v1/databases/my-dedicated-db?data=";
  const gone = { body: { database: database({ state: "deleted" }), waiting: null } };

  it("keeps the data where nothing else is said", async () => {
    peer.on(`${call}keep`, gone);
    expect(await run(["database-delete", "my-dedicated-db", "--confirm", "my-dedicated-db"])).toEqual({
      code: 0,
      stdout: "-----> my-dedicated-db has been deleted here; its data is kept\n",
      stderr: "",
    });
    expect(peer.received[0]?.body).toEqual({ confirm: "my-dedicated-db" });
  });

  it("drops the data where that is asked", async () => {
    peer.on(`${call}drop`, gone);
    const args = ["database-delete", "my-dedicated-db", "--confirm", "my-dedicated-db", "--data", "drop"];
    expect((await run(args)).stdout).toBe("-----> my-dedicated-db has been deleted with its data\n");
  });

  it("does not claim an end while an access is open", async () => {
    const waiting = "my-dedicated-db does not answer: 2 accesses are still open.";
    peer.on(`${call}keep`, { status: 202, body: { database: database({ state: "deleting" }), waiting } });
    const ran = await run(["database-delete", "my-dedicated-db", "--confirm", "my-dedicated-db"]);
    expect(ran).toEqual({ code: 1, stdout: "", stderr: ` !     ${waiting}\n` });
  });

  it("deletes nothing unasked", async () => {
    const ran = await run(["database-delete", "my-dedicated-db"]);
    expect([ran.code, ran.stdout, peer.calls]).toEqual([2, "", []]);
  });
});

describe("invitations", () => {
  const list = "GET /v1/invitations";
  const accept = "POST /v1/invitations/accept";
  const other = invitation({ id: ids.closure, database_name: "other-db" });
  const accepted = { body: { collaborator: collaborator(), database: { id: ids.database, name: "my-dedicated-db" } } };

  it("are listed with who sent them", async () => {
    peer.on(list, { body: { invitations: [invitation()] } });
    expect((await run(["invitations"])).stdout).toContain(
      "│ my-dedicated-db │ user1@example.com │ read-only collaborator │ 2026-02-20 10:21:07 UTC │",
    );
  });

  it.each([
    ["the only one", [], [invitation()]],
    ["by the database", ["my-dedicated-db"], [other, invitation()]],
    ["by --database", ["--database", "my-dedicated-db"], [other, invitation()]],
    ["by its id", [ids.invitation], [other, invitation()]],
  ])("are accepted: %s", async (_, args, waiting) => {
    peer.on(list, { body: { invitations: waiting } }).on(accept, accepted);
    expect((await run(["invitations-accept", ...args])).stdout).toBe(
      lines(
        "-----> user@example.com collaborates to my-dedicated-db",
        "       For a password: guestlist --database my-dedicated-db connection --new-password",
      ),
    );
    expect(peer.received[1]?.body).toEqual({ id: ids.invitation });
  });

  it.each([
    [["--link", "https://guestlist.example.com/invitation#gli_abc"], ""],
    [["--token-stdin"], "https://guestlist.example.com/invitation#gli_abc\n"],
    [["--token-stdin"], "gli_abc\n"],
  ])("are accepted by link or token: %j %j", async (args, input) => {
    peer.on(accept, accepted);
    expect((await run(["invitations-accept", ...args], input)).code).toBe(0);
    expect(peer.received.map((one) => one.body)).toEqual([{ token: "gli_abc" }]);
  });

  it.each([
    [[], [invitation(), other], 2, "Which invitation? These wait: my-dedicated-db, other-db."],
    [["third-db"], [other], 1, "No invitation to third-db waits for you. These wait: other-db."],
    [[], [], 1, "No invitation waits for you."],
    [
      ["--link", "https://guestlist.example.com/invitation"],
      [],
      2,
      "That is no invitation link: it ends in # and a token.",
    ],
  ])("are not guessed: %j", async (args, waiting, code, words) => {
    peer.on(list, { body: { invitations: waiting } });
    expect(await run(["invitations-accept", ...args])).toEqual({ code, stdout: "", stderr: ` !     ${words}\n` });
    expect(peer.calls).not.toContain(accept);
  });

  it("are declined", async () => {
    peer.on(list, { body: { invitations: [invitation()] } });
    peer.on("POST /v1/invitations/decline", { body: { declined: true, database_name: "my-dedicated-db" } });
    expect((await run(["invitations-decline"])).stdout).toBe(
      "-----> The invitation to collaborate to my-dedicated-db has been declined\n",
    );
  });
});

describe("connection", () => {
  it("shows the way in, without a password", async () => {
    peer.on("GET /v1/databases/my-dedicated-db/connection", { body: { connection: connection() } });
    expect((await run(["-d", "my-dedicated-db", "connection"])).stdout).toBe(
      lines(
        "State     ready",
        "Host      127.0.0.1",
        "Port      5432",
        "Database  my_dedicated_db",
        "Login     gl_user_1",
        "Access    full",
        "Password  none yet, make one with --new-password",
        "URI       postgresql://gl_user_1@127.0.0.1:5432/my_dedicated_db?sslmode=prefer",
      ),
    );
  });

  it("shows a new password, once", async () => {
    const body = {
      password: "s3cret",
      uri: "postgresql://gl_user_1:s3cret@h/d",
      changed_at: "2026-02-13T10:21:07.000Z",
    };
    peer.on("POST /v1/databases/my-dedicated-db/connection/password", { status: 201, body });
    expect((await run(["-d", "my-dedicated-db", "connection", "--new-password"])).stdout).toBe(
      lines(
        "-----> Your new password for my-dedicated-db. It is shown this once.",
        "       Password  s3cret",
        "       URI       postgresql://gl_user_1:s3cret@h/d",
      ),
    );
  });
});

describe("what happened", () => {
  const event = (at: string): RecordedEvent => ({
    id: at,
    at,
    type: "collaborator.invited",
    actor_email: "user1@example.com",
    subject_email: "user@example.com",
    database_id: ids.database,
    data: { access: "full" },
  });

  it("is told in sentences, as many as asked for", async () => {
    const path = "GET /v1/databases/my-dedicated-db/events?";
    const [first, second] = [event("2026-02-13T10:21:08.000Z"), event("2026-02-13T10:21:07.000Z")];
    peer.on(`${path}limit=2&person=user%40example.com`, { body: { events: [first], next_cursor: "c" } });
    peer.on(`${path}limit=1&cursor=c&person=user%40example.com`, { body: { events: [second], next_cursor: "d" } });
    const args = ["-d", "my-dedicated-db", "timeline", "--limit", "2", "--person", "user@example.com"];
    expect(await run(args)).toEqual({
      code: 0,
      stdout: lines(
        "2026-02-13 10:21:08 UTC  user1@example.com invited user@example.com with full access",
        "2026-02-13 10:21:07 UTC  user1@example.com invited user@example.com with full access",
      ),
      stderr: "       There is more before that: see --limit.\n",
    });
  });

  it("lists closure receipts with their two times", async () => {
    const body = { closures: [closure()], next_cursor: null };
    peer.on("GET /v1/databases/my-dedicated-db/closures?limit=500", { body });
    expect((await run(["-d", "my-dedicated-db", "closures"])).stdout).toContain(
      "│ 0042    │ user@example.com │ revoked │ 2026-02-13 10:21:07 UTC │ 0.031 s       │ 0.090 s    │",
    );
  });

  it("shows one receipt by the number it is printed with", async () => {
    peer.on("GET /v1/databases/my-dedicated-db/closures/42", { body: { closure: closure() } });
    const { stdout } = await run(["-d", "my-dedicated-db", "closures", "0042"]);
    expect(stdout).toContain("Receipt             0042\n");
    expect(stdout).toContain("Reason              revoked, by user1@example.com\n");
    expect(stdout).toContain('Login attempt       28000 role "gl_user_1" is not permitted to log in\n');
  });
});

describe("API tokens", () => {
  const token = (id: string, name: string) => ({
    id,
    name,
    hint: "glt_ab",
    created_at: "2026-02-13T10:21:07.000Z",
    last_used_at: null,
  });

  it("are listed, made and ended", async () => {
    peer.on("GET /v1/account/tokens", { body: { tokens: [token("id-1", "nightly")] } });
    peer.on("POST /v1/account/tokens", { status: 201, body: { api_token: token("id-2", "ci"), token: "glt_new" } });
    peer.on("DELETE /v1/account/tokens/id-1", { status: 204 });
    expect((await run(["tokens"])).stdout).toContain(
      "│ id-1 │ nightly │ glt_ab… │ 2026-02-13 10:21:07 UTC │ never     │",
    );
    expect((await run(["tokens-create", "ci"])).stdout).toBe(
      lines("-----> The token ci. It is shown this once.", "       glt_new"),
    );
    expect((await run(["tokens-end", "nightly"])).stdout).toBe("-----> The token nightly has been ended\n");
  });

  it("are not ended by guess", async () => {
    peer.on("GET /v1/account/tokens", { body: { tokens: [token("id-1", "ci"), token("id-2", "ci")] } });
    const words = "2 tokens are named ci. Which one? id-1, id-2";
    expect(await run(["tokens-end", "ci"])).toEqual({ code: 1, stdout: "", stderr: ` !     ${words}\n` });
    expect((await run(["tokens-end", "other"])).stderr).toBe(" !     other is none of your API tokens.\n");
  });
});
