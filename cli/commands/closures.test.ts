import type { Leftover } from "@guestlist/contract";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { closure } from "../testing/records.ts";
import type { Ran } from "../testing/run.ts";
import { stage } from "../testing/stage.ts";

const { cli, peer, run: runCli } = stage();
const run = (args: readonly string[]) => runCli(...args);
const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join("");
const path = (name: string): string => join(cli.folder, name);
const refused = (...all: string[]): Ran => ({ code: 1, stdout: "", stderr: lines(...all) });

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const der = publicKey.export({ type: "spki", format: "der" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return { id: createHash("sha256").update(der).digest("hex"), pem, privateKey };
}
const key = newKey();
const other = newKey();
const at = "2026-02-13T10:21:08.000Z";
const listed = (one: typeof key, id = one.id) => ({
  key_id: id,
  public_key: one.pem,
  created_at: at,
  retired_at: null,
});
const text = lines(
  JSON.stringify({
    format: "guestlist closure receipt 1",
    installation: "https://guestlist.example.com",
    key_id: key.id,
    receipt: 42,
    statement: 2,
    signed_at: at,
    person: { email: "user@example.com" },
    closure_id: "0b9c7c1e-4d1a-4d53-9a53-7d1f3ab0e6c2",
    database: { name: "my-dedicated-db" },
    new_logins_refused_at: at,
    last_session_gone_at: at,
  }),
);
const signature = sign(null, Buffer.from(text), key.privateKey).toString("base64");

/** As `closures show --receipt` saves it. */
function save(name: string, contents = text, by = signature): string {
  writeFileSync(path(`${name}.json`), contents);
  writeFileSync(path(`${name}.sig`), Buffer.from(by, "base64"));
  return path(`${name}.json`);
}

const genuine = (from: string): Ran => ({
  code: 0,
  stderr: "",
  stdout: lines(
    `-----> Receipt 0042 is signed by key ${key.id.slice(0, 8)} of ${from}, unchanged`,
    "       user@example.com on my-dedicated-db, statement 2, signed 2026-02-13 10:21:08 UTC",
    "       New logins refused 2026-02-13 10:21:08 UTC",
    "       Last session gone  2026-02-13 10:21:08 UTC",
    "       Closure            0b9c7c1e-4d1a-4d53-9a53-7d1f3ab0e6c2",
    `       Key                ${key.id}`,
  ),
});

describe("closures show", () => {
  const call = "GET /v1/databases/my-dedicated-db/closures/42";

  it("shows a receipt as `closures NUMBER` does, with the key that signed it", async () => {
    peer.on(call, { body: { closure: closure() } });
    const shown = await run(["-d", "my-dedicated-db", "closures", "show", "0042"]);
    expect(shown).toEqual(await run(["-d", "my-dedicated-db", "closures", "42"]));
    expect(shown.stdout).toContain("Receipt             0042\n");
    expect(shown.stdout).toContain("Requested           2026-02-13 10:21:07 UTC\n");
    expect(shown.stdout).toContain(
      "Signature           Ed25519, key a91f03c7, statement 1 of 2026-02-13 10:21:07 UTC\n",
    );
  });

  it("shows each session that was ended: its process, application, address and beginning, one a line", async () => {
    const sessions_ended = [
      { pid: 4711, application: "psql", client: "10.0.0.7", since: at },
      { pid: 4712, application: "", client: null, since: null },
    ];
    peer.on(call, { body: { closure: closure({ sessions_ended }) } });
    const { stdout } = await run(["-d", "my-dedicated-db", "closures", "show", "42"]);
    expect(stdout).toContain(
      lines("Sessions ended      4711 psql, from 10.0.0.7, since 2026-02-13 10:21:08 UTC", "                    4712"),
    );
  });

  it("says where the request's time was converted, and where nothing was signed", async () => {
    peer.on(call, { body: { closure: closure({ clock_ahead_ms: -3_600_000, signature: null }) } });
    const { stdout } = await run(["-d", "my-dedicated-db", "closures", "show", "42"]);
    expect(stdout).toContain(
      "Requested           2026-02-13 10:21:07 UTC by the server's clock, which is 3600.000 s behind Guestlist's\n",
    );
    expect(stdout).toContain("Signature           none, it ended before receipts were signed\n");
  });

  it("saves what was signed to the byte, and the signature beside it", async () => {
    const receipt = { statement: 2, signed_at: at, key_id: key.id, text, signature };
    peer.on(`${call}/receipt`, { body: { receipt, earlier: [] } });
    const file = path("saved.json");
    expect(await run(["-d", "my-dedicated-db", "closures", "show", "42", "--receipt", file])).toEqual({
      code: 0,
      stderr: "",
      stdout: lines(
        `-----> Receipt 0042 is in ${file}, its signature in ${path("saved.sig")}`,
        `       Check it with: guestlist closures verify ${file}`,
        `       Without Guestlist, it takes the public key: guestlist closures keys ${key.id.slice(0, 8)}`,
      ),
    });
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(readFileSync(path("saved.sig")).toString("base64")).toBe(signature);
  });

  it("says where it cannot be saved", async () => {
    const receipt = { statement: 2, signed_at: at, key_id: key.id, text, signature };
    peer.on(`${call}/receipt`, { body: { receipt, earlier: [] } });
    const { code, stderr } = await run(["-d", "my-dedicated-db", "closures", "show", "42", "--receipt", path("no/x")]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${path("no/x")} cannot be written: ENOENT`)]);
  });
});

describe("closures", () => {
  it("tells which is still cleaning up, and what keeps it", async () => {
    const locked = "table public.a in shop is locked by pid 12 (app, report), since 2026-02-13 10:20:00 UTC.";
    const list = [closure({ left_over: [locked] }), closure({ number: 41, login_dropped_at: at })];
    peer.on("GET /v1/databases/my-dedicated-db/closures?limit=500", { body: { closures: list, next_cursor: null } });
    const { code, stdout, stderr } = await run(["-d", "my-dedicated-db", "closures"]);
    expect(stdout).toMatch(/│ 0042 .* │ cleaning │\n│ 0041 .* │ done     │\n/);
    expect([code, stderr]).toEqual([0, ` !     Still cleaning up 0042, user@example.com: ${locked}\n`]);
  });
});

describe("what somebody could still use", () => {
  const item = (number: number, differs: Partial<Leftover>): Leftover => ({
    item: number,
    kind: "public_privilege",
    database: "my_dedicated_db",
    name: "SELECT on table public.orders",
    why: "Everybody who can connect has it.",
    since_they_came: true,
    can: "remove",
    decision: null,
    decided_by: null,
    decided_at: null,
    ...differs,
  });
  const app = item(1, {
    kind: "database_user",
    name: "my_dedicated_db_app",
    why: "It was shown to them.",
    can: "rotate",
  });
  const used = (...items: Leftover[]) =>
    closure({ could_still_use: { seen_at: at, items, left_out: 2, api_tokens: 1 } });
  const show = "GET /v1/databases/my-dedicated-db/closures/42";
  const decide = "POST /v1/databases/my-dedicated-db/closures/42/could-still-use/1";
  const new_password = { name: "my_dedicated_db_app", password: "pass", uri: "postgresql://x", changed_at: at };

  it("is listed with what was decided, and how to decide about the rest", async () => {
    const kept = item(2, { decision: "kept", decided_by: "user1@example.com", decided_at: at });
    const found = item(3, { decision: "removed", decided_at: at });
    peer.on(show, { body: { closure: used(app, kept, found) } });
    const { stdout, stderr } = await run(["-d", "my-dedicated-db", "closures", "show", "42"]);
    expect(stdout).toContain(
      lines(
        "Could still use     1  my_dedicated_db_app",
        "                       It was shown to them.",
        "                    2  SELECT on table public.orders: kept by user1@example.com, 2026-02-13 10:21:08 UTC",
        "                       Everybody who can connect has it.",
        "                    3  SELECT on table public.orders: found gone, 2026-02-13 10:21:08 UTC",
        "                       Everybody who can connect has it.",
        "                    and 2 more",
        "                    1 API token of the account, which opens nothing here",
      ),
    );
    expect(stderr).toBe("       Decide: guestlist closures decide 0042 1 --rotate, or --keep\n");
  });

  it("is rotated with a new password, shown this once", async () => {
    const rotated = item(1, { ...app, decision: "rotated", decided_by: "user1@example.com", decided_at: at });
    peer.on(decide, { body: { closure: used(rotated), new_password } });
    expect(await run(["-d", "my-dedicated-db", "closures", "decide", "0042", "1", "--rotate"])).toEqual({
      code: 0,
      stderr: "",
      stdout: lines(
        "-----> my_dedicated_db_app has been rotated; receipt 0042 says so",
        "       The new password of my_dedicated_db_app. It is shown this once, and the application needs it now.",
        "       Password  pass",
        "       URI       postgresql://x",
      ),
    });
    expect(peer.received.at(-1)?.body).toEqual({ decision: "rotate" });
  });

  it("is decided about in one word, and by its number", async () => {
    const usage = async (...args: string[]) =>
      await run(["-d", "my-dedicated-db", "closures", "decide", "42", ...args]);
    const oneWord = " !     Say one of --rotate, --remove or --keep.\n";
    expect(await usage("1")).toEqual({ code: 2, stdout: "", stderr: oneWord });
    expect(await usage("1", "--keep", "--remove")).toEqual({ code: 2, stdout: "", stderr: oneWord });
    expect((await usage("orders", "--keep")).code).toBe(2);
    peer.refuse(decide, "cannot_decide", "An application logs in as my_dedicated_db_app: rotate it, or keep it.");
    expect(await usage("1", "--remove")).toEqual(
      refused(" !     An application logs in as my_dedicated_db_app: rotate it, or keep it."),
    );
    peer.on(decide, { body: { closure: used(app), new_password: null } });
    expect(JSON.parse((await usage("1", "--keep", "--json")).stdout)).toMatchObject({ new_password: null });
  });

  it("is also an application's password, which is listed and reset without a closure", async () => {
    const users = [{ ...listedUser, known_to: [{ email: "user1@example.com", shown_at: at }] }];
    peer.on("GET /v1/databases/my-dedicated-db/users", { body: { users } });
    expect((await run(["-d", "my-dedicated-db", "database-users"])).stdout).toContain(
      "│ my_dedicated_db_app │ full   │ open, protected │ 2026-02-13 10:21:08 UTC │ user1@example.com │\n",
    );
    peer.on("POST /v1/databases/my-dedicated-db/users/my_dedicated_db_app/password", {
      status: 201,
      body: new_password,
    });
    const reset = ["-d", "my-dedicated-db", "database-users-reset-password", "my_dedicated_db_app"];
    expect((await run(reset)).stdout).toContain("-----> my_dedicated_db_app has a new password\n");
    expect(peer.received.at(-1)?.body).toEqual({});
    await run([...reset, "--keep-sessions"]);
    expect(peer.received.at(-1)?.body).toEqual({ keep_sessions: true });
  });
  const listedUser = {
    id: "00000000-0000-4000-8000-000000000001",
    name: "my_dedicated_db_app",
    protected: true,
    access: "full",
    state: "ready",
    blocked: null,
    created_at: at,
    password_changed_at: at,
    can: {},
    why_not: {},
  };
});

describe("closures verify", () => {
  it("takes the key of the installation, without being signed in", async () => {
    peer.on("GET /v1/closure-keys", { body: { keys: [listed(other), listed(key)] } });
    expect(await run(["closures", "verify", save("genuine")])).toEqual(genuine(peer.url));
    expect(peer.received[0]?.headers.authorization).toBeUndefined();
  });

  it("asks nobody when it is given the key", async () => {
    writeFileSync(path("key.pem"), key.pem);
    expect(await run(["closures", "verify", save("genuine"), "--key", path("key.pem")])).toEqual(
      genuine(path("key.pem")),
    );
    expect(peer.received).toEqual([]);
  });

  it("prints what it found as JSON", async () => {
    peer.on("GET /v1/closure-keys", { body: { keys: [listed(key)] } });
    const { stdout } = await run(["--json", "closures", "verify", save("genuine")]);
    expect(JSON.parse(stdout)).toMatchObject({ genuine: true, key_id: key.id, receipt: { receipt: 42 } });
  });

  it.each([
    ["one byte of the receipt", text.replace("my-dedicated-db", "my-dedicated-dc"), signature],
    ["the line's end", text.trimEnd(), signature],
    ["the signature", text, sign(null, Buffer.from("another"), key.privateKey).toString("base64")],
  ])("finds that %s was changed", async (_, contents, by) => {
    peer.on("GET /v1/closure-keys", { body: { keys: [listed(key)] } });
    const file = save("changed", contents, by);
    expect(await run(["closures", "verify", file])).toEqual(
      refused(` !     ${file} is not what was signed: it was changed, or the signature belongs to another receipt.`),
    );
  });

  it("does not take a key from the installation that the receipt names", async () => {
    peer.on("GET /v1/closure-keys", { body: { keys: [listed(other)] } });
    const file = save("elsewhere");
    expect(await run(["closures", "verify", file])).toEqual(
      refused(
        ` !     ${file} was not signed by ${peer.url}: it names a key that is not there.`,
        `       It says that it is of https://guestlist.example.com, key ${key.id.slice(0, 8)}.`,
      ),
    );
  });

  it("does not take another key under the right name", async () => {
    peer.on("GET /v1/closure-keys", { body: { keys: [listed(other, key.id)] } });
    const { code, stderr } = await run(["closures", "verify", save("renamed")]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("lists a key under another's name")]);
  });

  it("names the two keys where they differ", async () => {
    writeFileSync(path("other.pem"), other.pem);
    const file = save("genuine");
    expect(await run(["closures", "verify", file, "--key", path("other.pem")])).toEqual(
      refused(
        ` !     ${file} names another key than ${path("other.pem")}.`,
        `       receipt: ${key.id}`,
        `       key:     ${other.id}`,
      ),
    );
  });

  it("says what is missing, and what is no receipt or no key", async () => {
    writeFileSync(path("alone.json"), text);
    writeFileSync(path("short.sig"), "x");
    writeFileSync(path("private.pem"), key.privateKey.export({ type: "pkcs8", format: "pem" }));
    const words = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await run(["closures", "verify", ...args]);
      expect(code).toBe(1);
      return stderr.replaceAll(`${cli.folder}/`, "");
    };
    expect(await words(path("gone.json"))).toBe(" !     gone.json cannot be read (ENOENT).\n");
    expect(await words(path("alone.json"))).toBe(
      " !     The signature of alone.json is missing: alone.sig cannot be read (ENOENT).\n",
    );
    expect(await words(path("alone.json"), "--signature", path("short.sig"))).toBe(
      " !     short.sig is no Ed25519 signature: it has 1 bytes, not 64.\n",
    );
    expect(await words(save("list", "[]"))).toBe(" !     list.json is no closure receipt of Guestlist.\n");
    expect(await words(save("genuine"), "--key", path("private.pem"))).toBe(
      " !     private.pem is no public Ed25519 key in PEM form.\n",
    );
  });
});

describe("closures keys", () => {
  it("lists them, and prints the one that is named", async () => {
    const retired = { ...listed(other), retired_at: at };
    peer.on("GET /v1/closure-keys", { body: { keys: [listed(key), retired] } });
    const { stdout } = await run(["closures", "keys"]);
    expect(stdout).toContain(`│ ${key.id} │ 2026-02-13 10:21:08 UTC │ signs `);
    expect(stdout).toContain(`│ ${other.id} │ 2026-02-13 10:21:08 UTC │ until 2026-02-13 10:21:08 UTC │`);
    expect((await run(["closures", "keys", key.id.slice(0, 8)])).stdout).toBe(key.pem);
    expect(await run(["closures", "keys", "nothing"])).toEqual(
      refused(` !     ${peer.url} has no key that begins with nothing.`),
    );
  });
});
