import type { Closure, ClosureKey, Receipt, ReceiptAnswer, SignedReceipt } from "@guestlist/contract";
import type { Browser, Page } from "playwright-core";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { root, temporaryFolder } from "../support/paths.ts";
import { runProgram, type Finished } from "../support/program.ts";
import { eventually } from "../support/signals.ts";
import { openSession } from "../support/session.ts";
import { addPerson, createDatabase, join, newUri, openStage, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
const page = readFileSync(path.join(root, "docs/receipts.md"), "utf8");
const openssl = spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout ?? "";
const whyNoOpenssl = /^OpenSSL ([3-9]|\d\d)\./.test(openssl)
  ? null
  : `OpenSSL 3 is not installed here (${openssl.trim() || "no openssl"})`;

let stage: Stage;
let owner: Person;
let folder: string;
let closure: Closure;
const file = (of: string): string => path.join(folder, of);

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  folder = temporaryFolder("receipts");
  closure = await revokeSomebody("guest@example.com");
});
afterAll(() => stage.close());

/** Somebody with an open session and a table of their own, revoked; their closure once its clean-up is signed. */
async function revokeSomebody(email: string): Promise<Closure> {
  const member = await join(stage, owner, name, email);
  const session = await openSession(await newUri(member, name));
  await session.client.query(`set role none; create table public.of_${member.username}(n int)`);
  const revoked = await owner.api.delete<{ closure: Closure }>(
    `/v1/databases/${name}/collaborators/${member.collaboratorId}`,
  );
  expect(revoked.status).toBe(200);
  return cleaned(revoked.body.closure.number);
}

async function cleaned(number: number): Promise<Closure> {
  return eventually(async () => {
    const { body } = await owner.api.get<{ closure: Closure }>(`/v1/databases/${name}/closures/${number}`);
    if (body.closure.login_dropped_at === null) throw new Error("the login is not dropped yet");
    return body.closure;
  });
}

/** The commands in the block of code that follows a heading of docs/receipts.md. */
function documented(heading: string): string {
  const [, block] = /```sh\n(.*?)```/s.exec(page.slice(page.indexOf(`\n## ${heading}\n`))) ?? [];
  if (block === undefined) throw new Error(`no commands under ${heading}`);
  return block;
}

const onCommandLine = (args: string): Promise<Finished> =>
  guestlist(
    args.split(" ").map((word) => (/\.(json|pem)$/.test(word) ? file(word) : word)),
    {
      url: stage.product.url,
      token: owner.token,
    },
  );

const receiptOf = async (of: Closure): Promise<ReceiptAnswer> =>
  (await owner.api.get<ReceiptAnswer>(`/v1/databases/${name}/closures/${of.number}/receipt`)).body;

describe("the receipt of a revoke", () => {
  test("is saved with its key by the documented commands", async () => {
    const [save = "", key = ""] = documented("Three files").trim().split("\n");
    const keyId = closure.signature!.key_id;
    const saved = await onCommandLine(save.replace("guestlist ", "").replace(" 42 ", ` ${closure.number} `));
    expect([saved.code, saved.stderr]).toEqual([0, ""]);
    const [printing = "", into = ""] = key.split(" > ");
    const pem = await onCommandLine(printing.replace("guestlist ", "").replace("a91f03c7", keyId.slice(0, 8)));
    writeFileSync(file(into), pem.stdout);
    expect(pem.stdout).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(readFileSync(file("receipt.json"), "utf8")).toBe((await receiptOf(closure)).receipt.text);
  });

  test("tells what happened, and nothing that its documentation does not explain", () => {
    const receipt = JSON.parse(readFileSync(file("receipt.json"), "utf8")) as Receipt;
    expect(receipt).toMatchObject({
      installation: stage.product.url,
      receipt: closure.number,
      person: { email: "guest@example.com" },
      ended: { reason: "revoked", by: owner.email },
      login: { name: closure.login_name, role_oid: closure.role_oid },
      sessions_ended: [{ pid: expect.any(Number), client: "127.0.0.1", since: expect.any(String) }],
      login_attempt: { sqlstate: "28P01" },
      objects_moved: expect.arrayContaining([{ database: "my_dedicated_db", kind: "table", count: 1 }]),
      left_over: [],
      login_dropped_at: expect.any(String),
    });
    const table = page.slice(page.indexOf("\n## What a receipt says\n"), page.indexOf("\n## Two clocks\n"));
    const rows = table.split("\n").filter((line) => line.startsWith("| `"));
    const explained = rows.flatMap((line) => [...line.split("|")[1]!.matchAll(/`(\w+)`/g)].map((match) => match[1]));
    expect(explained).toEqual(
      Object.keys(receipt).toSorted((one, two) => explained.indexOf(one) - explained.indexOf(two)),
    );
  });

  test("is genuine to OpenSSL alone, and no more after one byte was changed", async (context) => {
    if (whyNoOpenssl !== null) return context.skip(whyNoOpenssl);
    const commands = documented("Check one with OpenSSL alone");
    const check = () => runProgram("bash", ["-e", "-c", commands], { cwd: folder });
    const genuine = await check();
    const id = closure.signature!.key_id;
    expect(genuine.stdout.split("\n")).toEqual([
      "Signature Verified Successfully",
      `${id} *stdin`,
      `  "key_id": "${id}",`,
      "",
    ]);
    expect(genuine.code).toBe(0);

    for (const [changed, at] of [
      ["receipt.json", 500],
      ["receipt.sig", 20],
    ] as const) {
      const bytes = readFileSync(file(changed));
      writeFileSync(file(changed), bytes.with(at, bytes[at]! ^ 1));
      const { stdout, code } = await check();
      expect([changed, stdout, code]).toEqual([changed, "Signature Verification Failure\n", 1]);
      writeFileSync(file(changed), bytes);
    }
    expect((await check()).code).toBe(0);
  });

  test("is genuine to the command line, with the key and by asking, and no more after one byte was changed", async () => {
    const ways = documented("Check one with Guestlist").trim().split("\n");
    expect(ways).toHaveLength(2);
    const bytes = readFileSync(file("receipt.json"));
    for (const way of ways) {
      const genuine = await onCommandLine(way.replace("guestlist ", ""));
      expect([way, genuine.code]).toEqual([way, 0]);
      expect(genuine.stdout).toContain(`-----> Receipt ${String(closure.number).padStart(4, "0")} is signed by key `);
      expect(genuine.stdout).toContain(
        `guest@example.com on my-dedicated-db, statement ${closure.signature!.statement}, signed `,
      );
      const at = bytes.indexOf("guest@example.com");
      writeFileSync(file("receipt.json"), bytes.with(at, "j".charCodeAt(0)));
      const { code, stderr } = await onCommandLine(way.replace("guestlist ", ""));
      expect([way, code]).toEqual([way, 1]);
      expect(stderr).toContain("is not what was signed: it was changed");
      writeFileSync(file("receipt.json"), bytes);
    }
  });

  test("has the closure itself as an earlier statement, just as genuine", async () => {
    const { receipt, earlier } = await receiptOf(closure);
    expect(receipt.statement).toBe(earlier.length + 1);
    const first = earlier.at(-1);
    writeFileSync(file("first.json"), first!.text);
    writeFileSync(file("first.sig"), Buffer.from(first!.signature, "base64"));
    const { stdout, code } = await onCommandLine("closures verify first.json --key guestlist.pem");
    expect([code, stdout]).toEqual([0, expect.stringContaining("statement 1")]);
  });
});

describe("the dashboard", () => {
  let browser: Browser;
  let shown: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    const context = await browser.newContext({ baseURL: stage.product.url, viewport: { width: 1280, height: 800 } });
    shown = await context.newPage();
    await shown.goto("/sign-in");
    await shown.getByLabel("E-mail").fill(owner.email);
    await shown.getByLabel("Password").fill(owner.password);
    await shown.getByRole("button", { name: "Sign in" }).click();
    await shown.getByRole("heading", { name: "Databases" }).waitFor();
  });
  afterAll(() => browser.close());

  /** @returns the name that was offered, without its ending */
  async function saveBy(button: string, into: string): Promise<string> {
    const download = shown.waitForEvent("download");
    await shown.getByRole("button", { name: button }).last().click();
    await (await download).saveAs(file(into));
    return path.parse((await download).suggestedFilename()).name;
  }

  test("shows which key has signed, and leads to how it is checked", async () => {
    await shown.goto(`/databases/${name}/closures/${closure.number}`);
    const id = closure.signature!.key_id;
    await shown.getByText(`Ed25519, key ${id.slice(0, 4)} ${id.slice(4, 8)}.`).waitFor();
    await shown.getByRole("link", { name: "Check it without Guestlist" }).click();
    await shown.getByRole("heading", { name: "Check it without Guestlist" }).waitFor();
    expect(await stumblesOn(shown)).toEqual([]);
  });

  test("saves the three files, which fit together", async (context) => {
    await saveBy("Save receipt", "dashboard.json");
    await saveBy("Save signature", "dashboard.sig");
    await saveBy("Save public key", "dashboard.pem");
    const { code, stdout } = await onCommandLine("closures verify dashboard.json --key dashboard.pem");
    expect([code, stdout]).toEqual([0, expect.stringContaining("guest@example.com on my-dedicated-db")]);
    if (whyNoOpenssl !== null) return context.skip(whyNoOpenssl);
    const names = { json: "dashboard.json", sig: "dashboard.sig", pem: "dashboard.pem" };
    const offered = (await shown.locator("#check pre").first().innerText()).replaceAll(
      /\S+\.(json|sig|pem)/g,
      (_, kind: keyof typeof names) => names[kind],
    );
    expect((await runProgram("bash", ["-c", offered], { cwd: folder })).stdout).toBe(
      "Signature Verified Successfully\n",
    );
  });

  test("saves the receipt from the pop-up of a revoke too", async () => {
    const email = "popup@example.com";
    await join(stage, owner, name, email, "read-only");
    await shown.goto(`/databases/${name}/settings/collaborators`);
    await shown.getByRole("button", { name: `Actions for ${email}` }).click();
    await shown.getByRole("menuitem", { name: "Revoke access" }).click();
    await shown.getByRole("button", { name: `Revoke access to ${email}` }).click();
    await shown.getByRole("dialog", { name: "Access has ended" }).waitFor();
    await saveBy("Save receipt", "popup.json");
    const saved = JSON.parse(readFileSync(file("popup.json"), "utf8")) as Receipt;
    expect(saved.person.email).toBe(email);
    await cleaned(saved.receipt);
    await shown.getByRole("link", { name: "Check it without Guestlist" }).click();
    // The clean-up may be signed between the two, and the names say so.
    await eventually(
      async () => (await saveBy("Save signature", "popup.sig")) === (await saveBy("Save receipt", "popup.json")),
    );
    expect((await onCommandLine("closures verify popup.json --key guestlist.pem")).code).toBe(0);
  });

  test("gives whoever leaves their receipt, though they see no more of the database", async () => {
    const member = await join(stage, owner, name, "leaver@example.com", "read-only");
    await newUri(member, name);
    const { body } = await member.api.delete<{ closure: Closure; receipt: SignedReceipt }>(
      `/v1/databases/${name}/collaborators/me`,
    );
    writeFileSync(file("left.json"), body.receipt.text);
    writeFileSync(file("left.sig"), Buffer.from(body.receipt.signature, "base64"));
    expect((await onCommandLine("closures verify left.json --key guestlist.pem")).stdout).toContain(
      "leaver@example.com",
    );
    const later = await member.api.get(`/v1/databases/${name}/closures/${body.closure.number}/receipt`);
    expect(later.status).toBe(404);
  });
});

describe("a new key", () => {
  test("signs from now on, and the old receipts stay genuine", async () => {
    const before = closure.signature!.key_id;
    const env = { DATABASE_URL: stage.product.databaseUrl, DATA_DIR: stage.product.dataDir };
    const main = path.join(root, "server/main.ts");
    const rotated = await runProgram(process.execPath, [main, "admin", "rotate-receipt-key"], { env, cwd: root });
    expect([rotated.code, rotated.stderr]).toEqual([0, ""]);
    const { key_id: after } = JSON.parse(rotated.stdout) as { key_id: string };

    const next = await revokeSomebody("another@example.com");
    expect([before === after, next.signature!.key_id]).toEqual([false, after]);
    const { keys } = (await owner.api.get<{ keys: ClosureKey[] }>("/v1/closure-keys")).body;
    expect(keys.map((key) => [key.key_id, key.retired_at])).toEqual([
      [after, null],
      [before, expect.any(String)],
    ]);
    expect((await onCommandLine("closures verify receipt.json")).code).toBe(0);
  });
});

describe("another secret key", () => {
  const main = path.join(root, "server/main.ts");
  const run = (...args: string[]): Promise<Finished> =>
    runProgram(process.execPath, [main, ...args], {
      env: { DATABASE_URL: stage.product.databaseUrl, DATA_DIR: stage.product.dataDir, PORT: "0" },
      cwd: root,
    });
  const keysNow = async () => (await owner.api.get<{ keys: ClosureKey[] }>("/v1/closure-keys")).body.keys;

  test("starts nothing, and says what to do; one that is lost is replaced on purpose, and old receipts stay genuine", async () => {
    const before = await keysNow();
    expect(await stage.product.stop()).toBe(0);
    const secretKey = path.join(stage.product.dataDir, "secret-key");
    rmSync(secretKey);
    const refused = await run("serve");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("Nothing was changed. Start with the")]);
    expect(existsSync(secretKey)).toBe(false);

    const replaced = await run("admin", "replace-secret-key");
    expect([replaced.code, replaced.stderr]).toEqual([0, ""]);
    const { key_id: after } = JSON.parse(replaced.stdout) as { key_id: string };
    await stage.product.restart();
    const retired = before.map((key) => ({ ...key, retired_at: expect.any(String) as string }));
    expect(await keysNow()).toMatchObject([{ key_id: after, retired_at: null }, ...retired]);
    expect((await onCommandLine("closures verify receipt.json")).code).toBe(0);
    expect((await revokeSomebody("afterwards@example.com")).signature!.key_id).toBe(after);
  });
});
