import { chmodSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import type { FirewallRule, RecordedEvent } from "@guestlist/contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, refusalOf } from "../support/postgres.ts";
import { startGuestlist } from "../support/product.ts";
import { eventually } from "../support/signals.ts";
import { startSmtp } from "../support/smtp.ts";
import {
  addPerson,
  createDatabase,
  databaseReady,
  join,
  newUri,
  openStage,
  type Member,
  type Person,
  type Stage,
} from "./stage.ts";

/** With the PostgreSQL that Guestlist brings along: its pg_hba.conf is the firewall. */
type Bundled = Omit<Stage, "postgres">;
const name = "walled-database";
const rules = `/v1/databases/${name}/firewall-rules`;
let stage: Bundled;
let owner: Person;
let member: Member;
let application: string;
let persons: string;

const hba = () => path.join(stage.product.dataDir, "postgres", "pg_hba.conf");
const linesOf = (dbname: string): string[] =>
  readFileSync(hba(), "utf8")
    .split("\n")
    .filter((line) => line.includes(`"${dbname}"`));

beforeAll(async () => {
  const smtp = await startSmtp();
  const product = await startGuestlist({ bundled: true, env: { SMTP_URL: smtp.url } });
  const close = async () => (await product.kill("SIGTERM"), await smtp.stop());
  stage = { smtp, product, close };
  owner = await addPerson(stage, "owner@example.com");
  application = (await createDatabase(owner, name)).connection_uri;
  member = await join(stage, owner, name, "member@example.com");
  persons = await newUri(member, name);
});
afterAll(() => stage.close());

interface Answer {
  rule: FirewallRule;
  waiting?: string | null;
}
const add = (cidr: string, label?: string, by = owner) =>
  by.api.post<Answer>(rules, label === undefined ? { cidr } : { cidr, label });
const remove = (id: string, by = owner) => by.api.delete<Answer>(`${rules}/${id}`);
const list = async (by = owner) =>
  (await by.api.get<{ rules: FirewallRule[]; can: object; why_not: object }>(rules)).body;
const events = async () =>
  (await owner.api.get<{ events: RecordedEvent[] }>(`/v1/databases/${name}/events?type=firewall,firewall_rule,access`))
    .body.events;

/** A login from another address of this machine: 28000 when no line of pg_hba.conf lets it in. */
async function refusalFrom(address: string, uri: string): Promise<string | undefined> {
  class From extends Socket {
    override connect(...given: unknown[]): this {
      const [port, host] = given as [number, string];
      return super.connect({ port, host, localAddress: address });
    }
  }
  const client = new pg.Client({ connectionString: uri, stream: () => new From() });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe("without a rule", () => {
  test("everybody with a login comes in from this machine, and from no other address", async () => {
    expect(await list()).toEqual({ rules: [], can: { add: true }, why_not: {} });
    expect(await refusalOf(application)).toBe(undefined);
    expect(await refusalFrom("127.0.0.1", persons)).toBe(undefined);
    expect(await refusalFrom("127.0.0.2", persons)).toBe("28000");
  });
});

describe("rules", () => {
  test("the first refuses whoever comes from elsewhere and ends their sessions, and the answer says so when it is so", async () => {
    const other = (await createDatabase(owner, "other-database")).connection_uri;
    const session = await connect(persons);
    const broken = new Promise((resolve) => session.on("error", resolve));
    const { status, body } = await add("203.0.113.0/24", "office");
    expect([status, body.rule]).toEqual([
      201,
      expect.objectContaining({ cidr: "203.0.113.0/24", label: "office", state: "enforced", blocked: null }),
    ]);
    expect(body.rule.lets_nobody_in).toMatch(/its own machine alone/);
    expect(await refusalOf(application)).toBe("28000");
    expect(await refusalOf(persons)).toBe("28000");
    await broken;
    expect(linesOf("walled_database")).toEqual(['host  "walled_database"  all  all  reject']);
    expect(await refusalOf(other)).toBe(undefined);
    const [told] = await events();
    expect(told).toMatchObject({ type: "firewall.enforced", data: { rules: 1, sessions_ended: 1 } });
  });

  test("one that names an address lets it in, and none lets in what the server does not take", async () => {
    const { body } = await add("127.0.0.0/8");
    expect(body.rule).toMatchObject({ state: "enforced", label: "", lets_nobody_in: null });
    expect(await refusalOf(persons)).toBe(undefined);
    expect(await refusalFrom("127.0.0.1", application)).toBe(undefined);
    expect(await refusalFrom("127.0.0.2", persons)).toBe("28000");
    const session = await connect(persons);
    await add("0.0.0.0/0");
    expect(await refusalFrom("127.0.0.2", persons)).toBe("28000");
    expect((await session.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    await session.end();
  });

  test("one of another loopback address shuts out the usual one", async () => {
    for (const { id } of (await list()).rules) expect((await remove(id)).status).toBe(200);
    expect((await add("127.0.0.2/32")).body.rule.state).toBe("enforced");
    expect(await refusalFrom("127.0.0.1", persons)).toBe("28000");
    expect(await refusalFrom("127.0.0.2", persons)).toBe("28000");
    expect(await refusalFrom("127.0.0.1", persons.replace("walled_database", "postgres"))).toBe("42501");
  });

  test("Guestlist itself is not shut out: accesses are given and revoked behind the wall, and proven gone", async () => {
    const second = await join(stage, owner, name, "second@example.com");
    expect(await refusalOf(await newUri(second, name))).toBe("28000");
    const revoked = await owner.api.delete(`/v1/databases/${name}/collaborators/${second.collaboratorId}`);
    expect(revoked.status).toBe(200);
    expect((await owner.api.get("/v1/account")).status).toBe(200);
  });

  test("are still there after a restart and after a kill, before Guestlist answers", async () => {
    await stage.product.restart();
    expect(await refusalOf(persons)).toBe("28000");
    await stage.product.kill();
    await stage.product.restart();
    expect(await refusalOf(persons)).toBe("28000");
    expect((await list()).rules).toMatchObject([{ cidr: "127.0.0.2/32", state: "enforced" }]);
  });

  test("without the last one everybody on this machine comes in again", async () => {
    const [rule] = (await list()).rules;
    const { status, body } = await remove(rule!.id);
    expect([status, body.waiting, body.rule.state]).toEqual([200, null, "removed"]);
    expect((await remove(rule!.id)).status).toBe(404);
    expect(linesOf("walled_database")).toEqual([]);
    expect(await refusalOf(persons)).toBe(undefined);
  });
});

describe("what is refused", () => {
  test("a range that is none, one that is there already, and a change by somebody who may not", async () => {
    for (const cidr of ["office", "10.1.2.3/8", "10.0.0.0/8 trust"]) {
      const { status, body } = await add(cidr);
      expect([cidr, status, body]).toEqual([cidr, 422, expect.objectContaining({ code: "invalid_cidr" })]);
    }
    const { body } = await add("127.0.0.1");
    const again = await add("127.0.0.1/32");
    expect([again.status, again.body]).toEqual([409, expect.objectContaining({ code: "rule_exists" })]);
    const reader = await join(stage, owner, name, "reader@example.com", "read-only");
    expect((await list(reader)).rules).toMatchObject([{ cidr: "127.0.0.1", can: { remove: false } }]);
    expect((await add("0.0.0.0/0", "", reader)).status).toBe(403);
    expect((await remove(body.rule.id, reader)).status).toBe(403);
    expect((await remove(body.rule.id, member)).status).toBe(200);
  });

  test("a database on another server: its own provider holds the firewall", async () => {
    const other = await openStage();
    try {
      const person = await addPerson(other, "owner@example.com");
      await createDatabase(person, name);
      const { status, body } = await person.api.post<{ code: string; detail: string }>(rules, { cidr: "127.0.0.1" });
      expect([status, body.code, body.detail]).toEqual([422, "firewall_elsewhere", expect.stringMatching(/provider/)]);
      const { can, why_not: whyNot } = await list(person);
      expect([can, whyNot]).toEqual([{ add: false }, { add: expect.stringMatching(/provider holds the firewall/) }]);
    } finally {
      await other.close();
    }
  });
});

describe("what others do to the file", () => {
  const asked = () =>
    owner.api.post<{ rule: FirewallRule }>("/v1/databases/other-database/firewall-rules", { cidr: "10.0.0.0/8" });

  test("a door opened by hand is told and shut again, and does not last over a start", async () => {
    await add("203.0.113.0/24");
    const before = readFileSync(hba(), "utf8");
    const { mode, uid } = statSync(hba());
    expect(mode & 0o777).toBe(0o600);
    const opened = `host all all 127.0.0.1/32 trust\n${before.replace(/^.*reject$/m, "")}`;
    writeFileSync(hba(), opened);
    // The reconcile of any database of the server sees it.
    expect((await asked()).body.rule.state).toBe("enforced");
    const now = readFileSync(hba(), "utf8");
    expect(now).not.toContain("trust");
    expect(statSync(hba())).toMatchObject({ uid });
    expect(await refusalOf(persons)).toBe("28000");
    const told = (await events()).slice(0, 2).map(({ type, data }) => [type, data["login_name"]]);
    expect(told).toEqual([
      ["access.repaired", "pg_hba.conf"],
      ["access.drift_found", "pg_hba.conf"],
    ]);
    await stage.product.stop();
    writeFileSync(hba(), opened);
    chmodSync(hba(), 0o666);
    await stage.product.restart();
    expect(statSync(hba())).toMatchObject({ uid });
    expect(readFileSync(hba(), "utf8")).not.toContain("trust");
    await eventually(async () => expect(readFileSync(hba(), "utf8")).toBe(now));
    await eventually(async () => expect(await refusalOf(persons)).toBe("28000"));
  });

  test("a file that cannot be written is told, and the rule is followed once it can", async () => {
    // There since the test before, unless this one runs alone.
    await add("203.0.113.0/24");
    mkdirSync(`${hba()}.new`);
    const { status, body } = await add("127.0.0.1", "this machine");
    expect([status, body.rule.state, body.rule.blocked]).toEqual([
      201,
      "making",
      "pg_hba.conf cannot be written (EISDIR).",
    ]);
    expect(await refusalOf(persons)).toBe("28000");
    rmdirSync(`${hba()}.new`);
    await eventually(async () => expect(await refusalOf(persons)).toBe(undefined), { within: 20_000 });
    // Another database's reconcile may have written the file; this one's own says so when it tries again, after 5 s.
    await eventually(
      async () => expect((await list()).rules.at(-1)).toMatchObject({ state: "enforced", blocked: null }),
      { within: 20_000 },
    );
    expect((await remove(body.rule.id)).status).toBe(200);
  });

  test("a deleted database leaves no line behind, and a new one of its name no wall", async () => {
    expect(linesOf("other_database")).toHaveLength(1);
    const path = "/v1/databases/other-database?data=drop";
    expect((await owner.api.delete(path, { confirm: "other-database" })).status).toBe(200);
    await eventually(async () => expect(linesOf("other_database")).toEqual([]));
    const { connection_uri: uri } = await createDatabase(owner, "other-database");
    await databaseReady(owner, "other-database");
    expect(await refusalOf(uri)).toBe(undefined);
    expect((await list()).rules).toHaveLength(1);
  });
});
