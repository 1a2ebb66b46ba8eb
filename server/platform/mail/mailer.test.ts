import { randomUUID } from "node:crypto";
import { createServer, type AddressInfo, type Server } from "node:net";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../test/support/ports.ts";
import { eventually } from "../../../test/support/signals.ts";
import { startSmtp, type TestSmtp } from "../../../test/support/smtp.ts";
import { createMailer, type MailConfig } from "./mailer.ts";
import type { Mailer, MailMessage } from "./message.ts";

let smtp: TestSmtp;
let mailer: Mailer;
const open: Mailer[] = [];

beforeAll(async () => {
  smtp = await startSmtp();
  mailer = mailerTo(smtp.url);
});
afterAll(async () => {
  for (const each of open) each.close();
  await smtp.stop();
});

const link = `https://guestlist.example.com/accept#t=${"Ab0_-".repeat(40)}`;

test("a mail arrives with both parts, and a link of 250 letters is whole in each", async () => {
  await expect(mailer.send(mail({ to: "ada@example.com" }))).resolves.toEqual({ sent: true });
  const message = await smtp.nextMessage({ to: "ada@example.com" });
  expect(message.from).toBe("guestlist@example.com");
  expect(message.text.split("\n")).toContain(link);
  expect(message.html).toContain(`<a href="${link}">${link}</a>`);
  expect(message.raw).toMatch(/^Content-Type: multipart\/alternative/mu);
  expect(message.headers.get("auto-submitted")).toBe("auto-generated");
});

test("a mail sent again has the same Message-ID, another mail has its own", async () => {
  const again = mail({ to: "again@example.com" });
  await mailer.send(again);
  await mailer.send(again);
  await mailer.send(mail({ to: "again@example.com" }));
  const ids = [];
  for (let n = 0; n < 3; n++) {
    const { headers } = await smtp.nextMessage({ to: "again@example.com" });
    ids.push(headers.get("message-id"));
  }
  expect(ids[0]).toBe(`<${again.id}@guestlist.example.com>`);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("a 4xx is a transient refusal in the mail server's own words, and the next attempt arrives", async () => {
  smtp.failNext(451);
  const refused = await mailer.send(mail({ to: "later@example.com" }));
  expect(refused).toMatchObject({ sent: false, permanent: false });
  expect(reasonOf(refused)).toMatch(/did not take the mail: 451 .*Refused by the test\.$/u);
  await expect(mailer.send(mail({ to: "later@example.com" }))).resolves.toEqual({ sent: true });
});

test("a 5xx is a permanent refusal", async () => {
  smtp.failNext(550);
  const refused = await mailer.send(mail({ to: "never@example.com" }));
  expect(refused).toMatchObject({ sent: false, permanent: true });
  expect(reasonOf(refused)).toContain("550");
});

test("a refused connection is transient, and says which server", async () => {
  const port = await freePort();
  const refused = await mailerTo(`smtp://127.0.0.1:${port}`).send(mail({ to: "ada@example.com" }));
  expect(refused).toEqual({
    sent: false,
    permanent: false,
    reason: `The mail server 127.0.0.1:${port} refuses connections.`,
  });
});

test("a server that never greets is given up, as transient", async () => {
  const silent = await listenWith(() => {});
  const url = `${silent}?greetingTimeout=150`;
  const refused = await mailerTo(url).send(mail({ to: "ada@example.com" }));
  expect(refused).toMatchObject({ sent: false, permanent: false });
  expect(reasonOf(refused)).toMatch(/does not answer in time\.$/u);
});

test("a 554 in place of a greeting is about the server and not about the mail", async () => {
  const busy = await listenWith((write) => write("554 no SMTP service here\r\n"));
  await expect(mailerTo(busy).send(mail({ to: "ada@example.com" }))).resolves.toMatchObject({ permanent: false });
});

test("a refused login is transient and does not tell the password", async () => {
  const strict = await listenWith((write, line) => {
    if (line === undefined) write("220 hello\r\n");
    else if (line.startsWith("EHLO")) write("250-here\r\n250 AUTH PLAIN\r\n");
    else if (line.startsWith("AUTH")) write("535 5.7.8 wrong user or password\r\n");
    else write("221 bye\r\n");
  });
  const refused = await mailerTo(strict.replace("://", "://me:hunter2@")).send(mail({ to: "ada@example.com" }));
  expect(refused).toMatchObject({ sent: false, permanent: false });
  expect(reasonOf(refused)).toMatch(/refuses the login of SMTP_URL: 535/u);
  expect(reasonOf(refused)).not.toContain("hunter2");
});

test("a refused recipient is permanent; a link that the server quotes stays out of the reason", async () => {
  const picky = await listenWith((write, line) => {
    if (line === undefined) write("220 hello\r\n");
    else if (line.startsWith("RCPT")) write(`550 5.1.1 no such user, see ${link} for help\r\n`);
    else write("250 fine\r\n");
  });
  const refused = await mailerTo(picky).send(mail({ to: "ada@example.com" }));
  expect(refused).toMatchObject({ sent: false, permanent: true });
  expect(reasonOf(refused)).toMatch(
    /does not take mail for this address: 550 5\.1\.1 no such user, see \(an address\)/u,
  );
});

test.each([
  '"ada,eve"@example.com',
  "o'brien+db@example.com",
  "jörg@example.com",
  "ada@bücher.example",
  "用户@example.com",
])("the odd address %s is reached", async (to) => {
  await expect(mailer.send(mail({ to }))).resolves.toEqual({ sent: true });
  const message = await smtp.nextMessage({ to });
  expect(message.to).toEqual([to]);
});

test.each([
  "ada@example.com\r\nBcc: eve@example.com",
  "ada@example.com, eve@example.com",
  "Eve <eve@example.com>",
  "ada",
])("%j is not one address and is refused before any server is asked", async (to) => {
  const before = smtp.messages.length;
  await expect(mailer.send(mail({ to }))).resolves.toMatchObject({ sent: false, permanent: true });
  expect(smtp.messages).toHaveLength(before);
});

test("a line break in a subject makes no header", async () => {
  await mailer.send(mail({ to: "subject@example.com", subject: "Hello\r\nBcc: eve@example.com\n\nbody" }));
  const message = await smtp.nextMessage({ to: "subject@example.com" });
  expect(message.headers.has("bcc")).toBe(false);
  expect(message.subject).toBe("Hello Bcc: eve@example.com body");
});

test("a connection that has nothing to send is closed, so that the process can end", async () => {
  const url = await listenWith((write, line) => {
    if (line === undefined) write("220 hello\r\n");
    else if (line === "DATA") write("354 go on\r\n");
    else if (line === "QUIT") write("221 bye\r\n");
    else if (line === "." || /^(EHLO|MAIL|RCPT)/u.test(line)) write("250 fine\r\n");
  });
  await expect(mailerTo(url).send(mail({ to: "ada@example.com" }))).resolves.toEqual({ sent: true });
  const connections = promisify(servers[0]!.getConnections.bind(servers[0]));
  await expect(connections()).resolves.toBe(1);
  await eventually(async () => (await connections()) === 0);
});

test("without a mail server nothing is delivered", async () => {
  const keeping = createMailer(configOf());
  expect(keeping.delivers).toBe(false);
  await expect(keeping.send(mail({ to: "ada@example.com" }))).resolves.toMatchObject({ sent: false });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers line by line; `line` is undefined for the greeting. */
async function listenWith(answer: (write: (words: string) => void, line?: string) => void): Promise<string> {
  const server = createServer((socket) => {
    const write = (words: string) => void socket.write(words);
    socket.on("error", () => {});
    answer(write);
    socket.on("data", (data) => {
      for (const line of data.toString().split("\r\n").filter(Boolean)) answer(write, line);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function mailerTo(smtpUrl: string): Mailer {
  const made = createMailer(configOf(smtpUrl));
  open.push(made);
  return made;
}

function configOf(smtpUrl?: string): MailConfig {
  const config = { mailFrom: "Guestlist <guestlist@example.com>", publicUrl: new URL("https://guestlist.example.com") };
  return smtpUrl === undefined ? config : { ...config, smtpUrl };
}

function mail(changes: Partial<MailMessage>): MailMessage {
  return {
    id: randomUUID(),
    to: "ada@example.com",
    subject: "Hello",
    html: `<p><a href="${link}">${link}</a></p>`,
    text: `Open this:\n\n${link}\n`,
    ...changes,
  };
}

function reasonOf(result: Awaited<ReturnType<Mailer["send"]>>): string {
  return "reason" in result ? result.reason : "";
}
