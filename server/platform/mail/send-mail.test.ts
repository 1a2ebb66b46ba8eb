import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../../test/support/control-database.ts";
import { eventually } from "../../../test/support/signals.ts";
import { startSmtp, type TestSmtp } from "../../../test/support/smtp.ts";
import { type ControlDatabase, openControlDatabase, type Tx } from "../control-database.ts";
import { startWorkers } from "../jobs.ts";
import { createLog } from "../log.ts";
import { createSecrets } from "../secrets.ts";
import type { MailTemplate } from "./content.ts";
import { createMailer } from "./mailer.ts";
import type { Mailer } from "./message.ts";
import { keptMails, queueMail, takeUp, withdrawMail } from "./queries.ts";
import { type FailedMail, type MailPlatform, sendMailTask } from "./send-mail.ts";

type Greeting = { name: string; link: string; expiresAt?: string };

const greeting: MailTemplate<Greeting> = {
  kind: "greeting",
  compose: ({ name, link, expiresAt }, { recipient, host }) => ({
    subject: `Hello ${name}`,
    preview: "A greeting.",
    heading: ["Hello ", { strong: name }],
    body: [["This goes to ", { address: recipient }, "."]],
    button: { label: "Answer", href: link },
    footer: [["Sent by ", host, "."]],
    ...(expiresAt ? { usefulUntil: new Date(expiresAt) } : {}),
  }),
};

const link = `https://guestlist.example.com/answer#t=${"token".repeat(20)}`;
const log = createLog("silent");
const secrets = createSecrets("a key that is only for these tests");

let database: TestControlDatabase;
let control: ControlDatabase;
let smtp: TestSmtp;
let mailer: Mailer;
let platform: MailPlatform;

beforeAll(async () => {
  database = await createControlDatabase();
  control = openControlDatabase(database.url, log, 4);
  smtp = await startSmtp();
  const config = {
    smtpUrl: smtp.url,
    mailFrom: "guestlist@example.com",
    publicUrl: new URL("https://guestlist.example.com"),
  };
  mailer = createMailer(config);
  platform = { db: control.db, log, mail: mailer, secrets, config: config as MailPlatform["config"] };
});
afterEach(() => database.query("delete from mails"));
afterAll(async () => {
  mailer.close();
  await smtp.stop();
  await control.close();
  await database.drop();
});

test("a mail asked for in a transaction is sent by a worker, with its link whole and its secrets gone", async () => {
  const workers = await startWorkers(database.url, { "send-mail": taskOf() }, log, { count: 1 });
  const { id } = await queue("ada@example.com", { name: "Ada <b>", link });
  const message = await smtp.nextMessage({ to: "ada@example.com" });
  expect(message.subject).toBe("Hello Ada <b>");
  expect(message.text).toContain(`\n${link}\n`);
  expect(message.html).toContain(`href="${link}"`);
  expect(message.html).toContain("Ada &lt;b&gt;");
  expect(message.headers.get("message-id")).toBe(`<${id}@guestlist.example.com>`);
  const row = await eventually(() => rowIn("sent", id));
  expect(row).toMatchObject({ subject: "Hello Ada <b>", props_sealed: null, html_sealed: null, attempts: 1 });
  await workers.stop();
});

test("a mail asked for in a transaction that fails is never sent", async () => {
  const asked = control.db.transaction().execute(async (tx) => {
    await queueMail(tx, secrets, { kind: "greeting", cause: "undone", to: "ada@example.com", props: {} });
    throw new Error("something else failed");
  });
  await expect(asked).rejects.toThrow("something else failed");
  expect(await database.query("select from mails where cause = 'undone'")).toEqual([]);
});

test("one cause has one mail, also when two ask at once", async () => {
  const asked = await Promise.all([1, 2, 3].map(() => queue("once@example.com", { name: "x", link }, "same")));
  expect(asked.filter(({ queued }) => queued)).toHaveLength(1);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
});

test("what waits in the table is sealed", async () => {
  const { id } = await queue("sealed@example.com", { name: "Ada", link });
  const [row] = await database.query<{ all: string }>("select mails::text as all from mails where id = $1", [id]);
  expect(row?.all).toContain("sealed@example.com");
  expect(row?.all).not.toContain(Buffer.from("tokentoken").toString("hex"));
});

test("a transient refusal stands on the row, is thrown for the queue to try again, and the mail then arrives", async () => {
  const { id } = await queue("later@example.com", { name: "Ada", link });
  smtp.failNext(451);
  await expect(runTask(id, { attempts: 1 })).rejects.toThrow("is not sent yet");
  expect(await rowOf(id)).toMatchObject({ state: "queued", attempts: 1, last_error: expect.stringContaining("451") });
  await runTask(id, { attempts: 2 });
  expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 2, last_error: null });
  await smtp.nextMessage({ to: "later@example.com" });
});

test("a worker tries again by itself once the mail server is back", async () => {
  await smtp.stop();
  const workers = await startWorkers(database.url, { "send-mail": taskOf() }, log, { count: 1 });
  const { id } = await queue("back@example.com", { name: "Ada", link });
  await eventually(async () => (await rowOf(id)).last_error?.includes("refuses connections") ?? false);
  await smtp.start();
  await smtp.nextMessage({ to: "back@example.com" });
  expect((await eventually(() => rowIn("sent", id))).attempts).toBeGreaterThan(1);
  await workers.stop();
});

test("a permanent refusal gives the mail up, with its reason and in one transaction with what the product tells", async () => {
  const { id } = await queue("never@example.com", { name: "Ada", link }, "never");
  smtp.failNext(550);
  const told: FailedMail[] = [];
  await runTask(id, { attempts: 1 }, async (tx, mail) => {
    told.push(mail);
    const seen = await tx.selectFrom("mails").select("state").where("id", "=", mail.id).executeTakeFirst();
    expect(seen?.state).toBe("failed");
  });
  const row = await rowOf(id);
  expect(row).toMatchObject({ state: "failed", props_sealed: null });
  expect(told).toEqual([
    { id, kind: "greeting", cause: "never", recipient: "never@example.com", reason: row.last_error },
  ]);
  expect(row.last_error).toContain("550");
});

test("where telling fails the mail is not given up either, and is tried again", async () => {
  const { id } = await queue("untold@example.com", { name: "Ada", link });
  smtp.failNext(550);
  await expect(runTask(id, { attempts: 1 }, () => Promise.reject(new Error("no event")))).rejects.toThrow("no event");
  expect((await rowOf(id)).state).toBe("sending");
  await runTask(id, { attempts: 2 });
  expect((await rowOf(id)).state).toBe("sent");
});

test("the last transient refusal gives the mail up", async () => {
  const { id } = await queue("last@example.com", { name: "Ada", link });
  smtp.failNext(451);
  const told: FailedMail[] = [];
  await runTask(id, { attempts: 25 }, async (_tx, mail) => void told.push(mail));
  expect((await rowOf(id)).state).toBe("failed");
  expect(told).toHaveLength(1);
});

test("a mail whose link has expired is given up, with the reason it waited for", async () => {
  const expiresAt = new Date(Date.now() - 1000).toISOString();
  const { id } = await queue("late@example.com", { name: "Ada", link, expiresAt });
  await database.query("update mails set last_error = 'It rained.' where id = $1", [id]);
  await runTask(id, { attempts: 3 });
  expect(await rowOf(id)).toMatchObject({
    state: "failed",
    last_error: "It could not be delivered before its link expired. It rained.",
  });
});

test("a mail left by a dead worker is sent under the same Message-ID, and that worker's late result changes nothing", async () => {
  const { id } = await queue("crash@example.com", { name: "Ada", link });
  const dead = await takeUp(control.db, id);
  expect(dead?.attempts).toBe(1);
  await runTask(id, { attempts: 2 });
  const message = await smtp.nextMessage({ to: "crash@example.com" });
  expect(message.headers.get("message-id")).toBe(`<${id}@guestlist.example.com>`);
  await runTask(id, { attempts: 3 });
  expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 2 });
  expect(smtp.messages.filter(({ to }) => to.includes("crash@example.com"))).toHaveLength(1);
});

test("a mail that was withdrawn in time is not sent, and its cause is free again", async () => {
  const { id } = await queue("gone@example.com", { name: "Ada", link }, "taken back");
  await control.db.transaction().execute(async (tx) => {
    expect(await withdrawMail(tx, "taken back")).toBe(true);
    expect(await withdrawMail(tx, "taken back")).toBe(false);
  });
  await runTask(id, { attempts: 1 });
  expect(smtp.messages.some(({ to }) => to.includes("gone@example.com"))).toBe(false);
  expect((await queue("gone@example.com", { name: "Ada", link }, "taken back")).queued).toBe(true);
});

test("a mail that cannot be written waits with that reason and not with the details", async () => {
  const { id } = await control.db
    .transaction()
    .execute((tx) => queueMail(tx, secrets, { kind: "unknown", cause: "u", to: "ada@example.com", props: { link } }));
  await expect(runTask(id, { attempts: 1 })).rejects.toThrow("could not be written");
  expect(await rowOf(id)).toMatchObject({ state: "queued", last_error: "The mail could not be written." });
});

test("without a mail server the mail is kept, sealed, for the mailbox", async () => {
  const { id } = await queue("kept@example.com", { name: "Ada", link });
  const { smtpUrl: _, ...config } = platform.config;
  const keeping = { ...platform, mail: createMailer(config) };
  await sendMailTask(keeping, { templates: [greeting] })({ mail_id: id }, { job: { attempts: 1, max_attempts: 25 } });
  expect(await rowOf(id)).toMatchObject({ state: "kept", subject: "Hello Ada", props_sealed: null });
  const [kept] = await keptMails(control.db, secrets);
  expect(kept).toMatchObject({ id, kind: "greeting", to: "kept@example.com", subject: "Hello Ada" });
  expect(kept?.text).toContain(link);
  expect(kept?.html).toContain(link);
});

function queue(to: string, props: Greeting, cause: string = crypto.randomUUID()) {
  return control.db.transaction().execute((tx) => queueMail(tx, secrets, { kind: "greeting", cause, to, props }));
}

function taskOf(onFailed?: (tx: Tx, mail: FailedMail) => Promise<void>) {
  return sendMailTask(platform, { templates: [greeting], ...(onFailed ? { onFailed } : {}) });
}

function runTask(
  id: string,
  { attempts }: { attempts: number },
  onFailed?: (tx: Tx, mail: FailedMail) => Promise<void>,
): Promise<void> {
  return taskOf(onFailed)({ mail_id: id }, { job: { attempts, max_attempts: 25 } });
}

type Row = { state: string; attempts: number; last_error: string | null };

async function rowOf(id: string): Promise<Row> {
  const [row] = await database.query<Row>("select * from mails where id = $1", [id]);
  if (!row) throw new Error(`no mail ${id}`);
  return row;
}

async function rowIn(state: string, id: string): Promise<Row | false> {
  const row = await rowOf(id);
  return row.state === state && row;
}
