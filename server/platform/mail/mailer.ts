import type { SendMailOptions, Transporter } from "nodemailer";
import type { Config } from "../config.ts";
import { oneLine } from "./content.ts";
import type { Mailer, MailMessage, SendResult } from "./message.ts";
import { readRefusal } from "./refusal.ts";

export type { Mailer } from "./message.ts";

export type MailConfig = Pick<Config, "smtpUrl" | "mailFrom" | "publicUrl">;

/** The way out for mails: SMTP where it is configured. */
export function createMailer(config: MailConfig): Mailer {
  const { smtpUrl } = config;
  if (smtpUrl === undefined) return { delivers: false, send: refuseToSend, close() {} };
  let transport: Promise<Transporter> | undefined;
  return {
    delivers: true,
    async send(message) {
      transport ??= openTransport(smtpUrl);
      return deliver(await transport, config, message, new URL(smtpUrl).host);
    },
    close() {
      void transport?.then((opened) => opened.close());
    },
  };
}

async function deliver(
  transport: Transporter,
  config: MailConfig,
  message: MailMessage,
  server: string,
): Promise<SendResult> {
  if (!isOneAddress(message.to)) return notAnAddress;
  try {
    await transport.sendMail(envelopeOf(config, message));
    return { sent: true };
  } catch (error) {
    return { sent: false, ...readRefusal(error, server) };
  }
}

function envelopeOf(config: MailConfig, { id, to, subject, html, text }: MailMessage): SendMailOptions {
  return {
    messageId: `<${id}@${config.publicUrl.hostname}>`,
    from: config.mailFrom,
    to: { name: "", address: to },
    subject: oneLine(subject),
    html,
    text,
    headers: {
      // RFC 3834: answering machines are to leave this mail alone.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * Loaded by the first mail. `maxRequeues: 0` since the queue row decides about a second attempt,
 * and not the pool: it alone knows how often a mail was tried, and it survives a crash.
 */
async function openTransport(smtpUrl: string): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  return createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    maxRequeues: 0,
    // An open connection keeps a process that was told to stop from ending.
    idleTimeout: 1_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    requireTLS: mustEncrypt(new URL(smtpUrl)),
  });
}

/** A password goes over the network encrypted or not at all; `?requireTLS=false` in the URL says otherwise. */
function mustEncrypt(url: URL): boolean {
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(url.hostname);
  return url.username !== "" && !loopback;
}

/** The queue takes what a journey has accepted; a header that ends early would be a second recipient. */
function isOneAddress(address: string): boolean {
  return /^("[^\p{Cc}"\\]+"|[^\p{Cc}\s<>,;"@]+)@[^\p{Cc}\s<>,;"@]+$/u.test(address);
}

const notAnAddress: SendResult = {
  sent: false,
  permanent: true,
  reason: "This is not an address that mail can be sent to.",
};

function refuseToSend(): Promise<SendResult> {
  return Promise.resolve({ sent: false, permanent: false, reason: "No mail server is configured (SMTP_URL)." });
}
