import { AxeBuilder } from "@axe-core/playwright";
import { fastify, type FastifyInstance } from "fastify";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../../test/support/browser.ts";
import { createControlDatabase, type TestControlDatabase } from "../../../test/support/control-database.ts";
import { type ControlDatabase, openControlDatabase } from "../control-database.ts";
import { createLog } from "../log.ts";
import type { Platform } from "../platform.ts";
import { createSecrets } from "../secrets.ts";
import { createMailer } from "./mailer.ts";
import { type MailboxEntry, mailboxRoutes } from "./mailbox.ts";
import { queueMail } from "./queries.ts";
import { type MailPlatform, sendMailTask } from "./send-mail.ts";

const log = createLog("silent");
const secrets = createSecrets("a key that is only for these tests");

let database: TestControlDatabase;
let control: ControlDatabase;
let platform: MailPlatform;
let app: FastifyInstance;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  database = await createControlDatabase();
  control = openControlDatabase(database.url, log, 4);
  app = fastify();
  app.get("/answer", (_request, reply) => reply.type("text/html").send("<title>answered</title>"));
  const config = { mailFrom: "guestlist@example.com", publicUrl: new URL("http://127.0.0.1") } as Platform["config"];
  platform = { db: control.db, log, secrets, mail: createMailer(config), config };
  mailboxRoutes(app, platform);
  origin = await app.listen({ port: 0, host: "127.0.0.1" });
  browser = await openBrowser();
});
afterEach(() => database.query("delete from mails"));
afterAll(async () => {
  await browser.close();
  await app.close();
  await control.close();
  await database.drop();
});

test("a person finds the newest mail open, clicks its button and is where its link leads", async () => {
  await keep("first");
  await keep("second");
  const page = await browser.newPage();
  await page.goto(`${origin}/mailbox`);
  expect(await page.locator("nav li b").allTextContents()).toEqual(["About second", "About first"]);
  expect(await page.locator("h2").textContent()).toBe("About second");
  await page.frameLocator("iframe").getByRole("link", { name: "Answer now" }).click();
  await page.waitForURL(`${origin}/answer#t=second`);
  expect(await page.title()).toBe("answered");
  await page.goBack();
  await page.getByRole("link", { name: /About first/ }).click();
  await page.getByRole("link", { name: `${origin}/answer#t=first` }).click();
  await page.waitForURL(`${origin}/answer#t=first`);
  await page.close();
});

test("an empty mailbox looks again by itself and shows the mail that has come", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/mailbox`);
  expect(await page.locator(".lead").textContent()).toMatch(/^No mail yet\./u);
  await keep("come");
  await page.waitForSelector("h2");
  expect(await page.locator("h2").textContent()).toBe("About come");
  await page.close();
});

test.each(["light", "dark"] as const)(
  "the mailbox has no accessibility problem and no sideways scroll, %s",
  async (colorScheme) => {
    await keep("a-name-that-is-much-longer-than-anything-that-anybody-would-read-with-pleasure-on-a-phone");
    const context: BrowserContext = await browser.newContext({ colorScheme, viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${origin}/mailbox`);
    expect(await page.locator("iframe").getAttribute("title")).toBe("The mail as it looks");
    // axe waits forever for an answer of a frame that may run no script, so the mail is looked at by itself.
    await page.evaluate("document.querySelector('iframe').remove()");
    expect(await problemsOf(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    const [mail] = await readJson();
    await page.goto("about:blank");
    await page.setContent(mail?.html ?? "");
    expect(await problemsOf(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    await context.close();
  },
);

test("a mail cannot run a script, whatever got into it", async () => {
  await keep("<script>document.title = 'taken'</script>");
  const [mail] = await readJson();
  expect(mail?.html).not.toContain("<script");
  await database.query("update mails set html_sealed = $1", [
    secrets.seal(`<html><head></head><body><script>parent.document.title = 'taken'; document.title = 'taken'</script>`),
  ]);
  const page = await browser.newPage();
  await page.goto(`${origin}/mailbox/${mail?.id}/html`);
  expect(await page.title()).toBe("");
  await page.goto(`${origin}/mailbox`);
  expect(await page.title()).toBe("Mailbox – Guestlist");
  await page.close();
});

test("mailbox.json gives each mail with its links", async () => {
  await keep("json");
  const response = await fetch(`${origin}/mailbox.json`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await readJson()).toEqual([
    {
      id: expect.any(String),
      kind: "note",
      to: "ada@example.com",
      subject: "About json",
      text: expect.stringContaining("Answer now:\n"),
      html: expect.stringContaining("</html>"),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
      links: [`${origin}/answer#t=json`],
    },
  ]);
});

test.each([
  ["a web site that points its name here", { host: "evil.example.com" }, "127.0.0.1"],
  ["a reader behind a proxy", { host: "127.0.0.1", "x-forwarded-for": "203.0.113.5" }, "127.0.0.1"],
  ["another machine", { host: "127.0.0.1" }, "203.0.113.5"],
])("%s is refused", async (_who, headers, remoteAddress) => {
  for (const url of ["/mailbox", "/mailbox.json", "/mailbox/x", "/mailbox/x/html"]) {
    const { statusCode, body } = await app.inject({ url, headers, remoteAddress });
    expect([statusCode, body]).toEqual([403, "The mailbox is shown only at the machine that Guestlist runs on."]);
  }
});

test.each(["localhost:7400", "127.0.0.1:7400", "[::1]:7400"])("the machine itself may ask for %s", async (host) => {
  const { statusCode } = await app.inject({ url: "/mailbox.json", headers: { host }, remoteAddress: "::1" });
  expect(statusCode).toBe(200);
});

test("with a mail server there is no mailbox", async () => {
  const other = fastify();
  mailboxRoutes(other, { ...platform, config: { ...platform.config, smtpUrl: "smtp://127.0.0.1" } });
  expect((await other.inject("/mailbox")).statusCode).toBe(404);
});

async function keep(name: string): Promise<void> {
  const props = { name, href: `${origin}/answer#t=${encodeURIComponent(name)}` };
  const { id } = await control.db
    .transaction()
    .execute((tx) => queueMail(tx, secrets, { kind: "note", cause: name, to: "ada@example.com", props }));
  const task = sendMailTask(platform, { templates: [note] });
  await task({ mail_id: id }, { job: { attempts: 1, max_attempts: 25 } });
}

const note = {
  kind: "note",
  compose: (props: unknown) => {
    const { name, href } = props as { name: string; href: string };
    return {
      subject: `About ${name}`,
      preview: name,
      heading: ["About ", { whole: name }],
      body: [["A few words about it."]],
      button: { label: "Answer now", href },
      footer: [["Written for a test."]],
    };
  },
};

async function problemsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ help, nodes }) => `${help}: ${nodes.map(({ html }) => html).join(", ")}`);
}

async function readJson(): Promise<MailboxEntry[]> {
  return (await (await fetch(`${origin}/mailbox.json`)).json()) as MailboxEntry[];
}
