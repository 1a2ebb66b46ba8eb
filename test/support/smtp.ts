import type { AddressInfo } from "node:net";
import { simpleParser, type AddressObject, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { eventually } from "./signals.ts";

export interface TestMessage {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** The message as it came over the wire. */
  raw: string;
  headers: ParsedMail["headers"];
}

export interface TestSmtp {
  /** `smtp://127.0.0.1:PORT`, without TLS and without sign-in. */
  url: string;
  /** Every message taken so far, oldest first. */
  messages: TestMessage[];
  /** The oldest matching message that was not handed out before; waits for it up to `timeoutMs` (10 s). */
  nextMessage(match: { to: string; subject?: string | RegExp }, timeoutMs?: number): Promise<TestMessage>;
  /** The next `times` (1) messages are answered with this SMTP code instead of being taken. */
  failNext(code: number, times?: number): void;
  /** Stops listening and drops open connections. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

/** A real SMTP server on a loopback port. */
export async function startSmtp(): Promise<TestSmtp> {
  const messages: TestMessage[] = [];
  const handedOut = new Set<TestMessage>();
  const failures: number[] = [];
  const open = (port: number) => listen(port, messages, failures);
  let server = await open(0);
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    nextMessage: (match, timeoutMs = 10_000) => takeMessage(messages, handedOut, match, timeoutMs),
    failNext: (code, times = 1) => void failures.push(...Array.from({ length: times }, () => code)),
    stop: () => close(server),
    start: async () => void (server = await open(port)),
  };
}

/** The first link of the message that matches, from its text part. */
export function linkIn(message: TestMessage, pattern: RegExp): string {
  const links = message.text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [];
  const link = links.find((candidate) => pattern.test(candidate));
  if (!link)
    throw new Error(`No link like ${pattern} in "${message.subject}": ${links.join(", ") || "no link at all"}`);
  return link;
}

function listen(port: number, messages: TestMessage[], failures: number[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, _session, callback) => {
      take(stream, messages, failures.shift()).then(() => callback(), callback);
    },
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      // Clients that are killed in the middle of a message are part of the tests.
      server.on("error", () => {});
      resolve(server);
    });
  });
}

function close(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

async function take(stream: SMTPServerDataStream, messages: TestMessage[], failure: number | undefined): Promise<void> {
  const raw = Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>));
  if (failure !== undefined) throw Object.assign(new Error("Refused by the test"), { responseCode: failure });
  const mail = await simpleParser(raw);
  messages.push({
    from: addresses(mail.from)[0] ?? "",
    to: addresses(mail.to),
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html || "",
    raw: raw.toString("utf8"),
    headers: mail.headers,
  });
}

function addresses(field: AddressObject | AddressObject[] | undefined): string[] {
  return [field ?? []].flat().flatMap((part) => part.value.map((entry) => entry.address ?? ""));
}

async function takeMessage(
  messages: TestMessage[],
  handedOut: Set<TestMessage>,
  { to, subject }: { to: string; subject?: string | RegExp },
  timeoutMs: number,
): Promise<TestMessage> {
  const matches = (message: TestMessage) =>
    !handedOut.has(message) &&
    message.to.some((address) => address.toLowerCase() === to.toLowerCase()) &&
    (subject === undefined ||
      (typeof subject === "string" ? message.subject.includes(subject) : subject.test(message.subject)));
  const found = await eventually(() => messages.find(matches) ?? missing(messages, to), {
    within: timeoutMs,
    every: 10,
  });
  handedOut.add(found);
  return found;
}

function missing(messages: TestMessage[], to: string): never {
  const seen = messages.map((message) => `"${message.subject}" to ${message.to.join(", ")}`).join("; ");
  throw new Error(`no new mail to ${to}; seen: ${seen || "none"}`);
}
