import type { Closure } from "@guestlist/contract";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guestlist } from "../support/cli.ts";
import { connect, refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, createDatabase, join, newUri, openStage, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";

let stage: Stage;
let owner: Person;

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
});
afterAll(() => stage.close());

const closuresSql = (email: string, ...more: string[]) =>
  guestlist(["--database", name, "closures", "sql", email, ...more], { url: stage.product.url, token: owner.token });

/** One statement at a time on one connection, as psql runs a file. The rows of the last one. */
async function runByHand(script: string): Promise<object[]> {
  const client = await connect(stage.postgres.adminUrl);
  try {
    let rows: object[] = [];
    for (const statement of script.split(/;\n\n|;\n$/).filter((text) => text.trim() !== ""))
      ({ rows } = await client.query<object>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

const statusOf = async (id: string): Promise<string> => {
  const { body } = await owner.api.get<{ collaborator: { status: string } }>(
    `/v1/databases/${name}/collaborators/${id}`,
  );
  return body.collaborator.status;
};

test("while Guestlist is down its SQL ends an access by hand, and the list follows when it is back", async () => {
  const person = await join(stage, owner, name, "leaving@example.com");
  const staying = await join(stage, owner, name, "staying@example.com", "read-only");
  const [uri, stayingUri] = [await newUri(person, name), await newUri(staying, name)];
  const session = await openSession(uri);
  // In the way of NOLOGIN, for as long as they like.
  const locking = await openSession(uri);
  await locking.client.query("begin; alter role current_user password 'of-their-own'");
  const kept = path.join(stage.product.dataDir, "closing-sql", `${name}.json`);
  await eventually(() => readFileSync(kept, "utf8").includes("leaving@example.com"));
  await stage.product.stop();

  const silent = await closuresSql("leaving@example.com");
  expect(silent).toMatchObject({ stdout: "", code: 1 });
  expect(silent.stderr).toContain("--data-dir FOLDER");
  const printed = await closuresSql("leaving@example.com", "--data-dir", stage.product.dataDir);
  expect(printed.code).toBe(0);
  expect(printed.stderr).toContain("Guestlist was not asked");
  const verdict = await runByHand(printed.stdout);

  expect(verdict).toEqual([{ new_logins_refused: true, memberships_gone: true, sessions_gone: true }]);
  await Promise.all([session.ended, locking.ended]);
  expect(await refusalOf(uri)).toBe("28P01");
  expect(await refusalOf(stayingUri)).toBeUndefined();

  await stage.product.restart();
  await eventually(async () => (await statusOf(person.collaboratorId)) === "ended", { within: 20_000 });
  expect(await refusalOf(uri)).toBe("28P01");
  expect(await statusOf(staying.collaboratorId)).toBe("accepted");
  const { body } = await owner.api.get<{ closures: Closure[] }>(`/v1/databases/${name}/closures`);
  expect(body.closures).toMatchObject([{ email: "leaving@example.com", reason: "revoked", ended_by: null }]);
  const told = await guestlist(["--database", name, "timeline"], { url: stage.product.url, token: owner.token });
  expect(told.stdout).toContain("in PostgreSQL by hand");
  await eventually(() => !readFileSync(kept, "utf8").includes("leaving@example.com"));
});

test("while Guestlist answers it prints the same, to those who manage the collaborators", async () => {
  const person = await join(stage, owner, name, "curious@example.com", "read-only");
  const printed = await closuresSql("curious@example.com");
  expect(printed).toMatchObject({ code: 0, stderr: "" });
  expect(printed.stdout).toContain("Ends the access of curious@example.com to my-dedicated-db");
  const { status } = await person.api.get(`/v1/databases/${name}/collaborators/${person.collaboratorId}/closing-sql`);
  expect(status).toBe(403);
});

test("run on another server, or on a role that is not the login's any more, it does nothing", async () => {
  const person = await join(stage, owner, name, "careful@example.com", "read-only");
  const uri = await newUri(person, name);
  const { stdout } = await closuresSql("careful@example.com");
  const otherServer = stdout.replace(/::text <> '\d+'/, "::text <> '1'");
  expect(otherServer).not.toBe(stdout);
  await expect(runByHand(otherServer)).rejects.toThrow("another PostgreSQL server");
  const stranger = stdout.replaceAll(/role OID \d+|oid = \d+/g, (text) => text.replace(/\d+/, "10"));
  await expect(runByHand(stranger)).rejects.toThrow("nothing was done");
  expect(await refusalOf(uri)).toBeUndefined();
});

test("under another name it is kept as that one's, and as no other", async () => {
  const [before, after] = ["first-name", "second-name"];
  await createDatabase(owner, before);
  await join(stage, owner, before, "patient@example.com", "read-only");
  const fileOf = (database: string): string => path.join(stage.product.dataDir, "closing-sql", `${database}.json`);
  await eventually(() => existsSync(fileOf(before)));
  await owner.api.patch(`/v1/databases/${before}`, { name: after });
  await eventually(() => existsSync(fileOf(after)) && !existsSync(fileOf(before)), { within: 20_000 });
  expect(readFileSync(fileOf(after), "utf8")).toContain("patient@example.com to second-name");
});
