import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Platform } from "../platform.ts";
import { isLoopback } from "../setting-values.ts";
import { emptyMailboxPage, mailboxPage, pageStyleHash } from "./mailbox-page.ts";
import { type KeptMail, keptMails } from "./queries.ts";

/** One mail of `GET /mailbox.json`, newest first. */
export type MailboxEntry = KeptMail & { links: string[] };

/**
 * Shows the mails that were kept because no mail server is configured: for trying Guestlist out.
 * They carry links that work, so only somebody at this very machine may read them.
 */
export function mailboxRoutes(app: FastifyInstance, platform: Pick<Platform, "config" | "db" | "secrets">): void {
  if (platform.config.smtpUrl !== undefined) return;
  const read = () => keptMails(platform.db, platform.secrets);
  const options = { onRequest: onlyHere };
  type ById = { Params: { id: string } };

  app.get("/mailbox.json", options, async (_request, reply) => {
    const mails = await read();
    return reply.headers(quiet).send(mails.map((mail) => ({ ...mail, links: linksOf(mail) })));
  });

  app.get("/mailbox", options, async (_request, reply) => {
    const mails = await read();
    return sendPage(reply, mails[0] ? mailboxPage(mails, mails[0], linksOf(mails[0])) : emptyMailboxPage());
  });

  app.get<ById>("/mailbox/:id", options, async ({ params }, reply) => {
    const mails = await read();
    const mail = mails.find(({ id }) => id === params.id);
    return mail ? sendPage(reply, mailboxPage(mails, mail, linksOf(mail))) : reply.redirect("/mailbox");
  });

  app.get<ById>("/mailbox/:id/html", options, async ({ params }, reply) => {
    const mails = await read();
    const mail = mails.find(({ id }) => id === params.id);
    return mail ? sendMailAsPage(reply, mail) : reply.code(404).type("text/plain").send("No such mail.");
  });
}

/**
 * At this machine means: the connection comes from it, no proxy stands in between, and the browser
 * asked for a loopback name. The last one keeps a web site out that points its own name at 127.0.0.1.
 */
async function onlyHere(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { headers, socket, hostname } = request;
  const forwarded = headers["x-forwarded-for"] !== undefined || headers["forwarded"] !== undefined;
  const peer = (socket.remoteAddress ?? "").replace(/^::ffff:/u, "");
  if (isLoopback(peer) && isLoopback(hostname.replaceAll(/[[\]]/gu, "")) && !forwarded) return;
  await reply.code(403).type("text/plain").send("The mailbox is shown only at the machine that Guestlist runs on.");
}

/** Each address in the text part stands alone on its line. */
function linksOf({ text }: KeptMail): string[] {
  return text.split("\n").filter((line) => /^https?:\/\/\S+$/u.test(line));
}

const quiet = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const policy = [
    "default-src 'none'",
    `style-src '${pageStyleHash}'`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return reply
    .headers({ ...quiet, "content-security-policy": policy })
    .type("text/html; charset=utf-8")
    .send(html);
}

/** The mail as its reader's program would show it: no script, no request, and its links lead out of the frame. */
function sendMailAsPage(reply: FastifyReply, mail: KeptMail): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-top-navigation-by-user-activation",
  ].join("; ");
  const headers = { ...quiet, "content-security-policy": policy, "x-frame-options": "SAMEORIGIN" };
  const html = mail.html.replace("<head>", '<head><base target="_top">');
  return reply.headers(headers).type("text/html; charset=utf-8").send(html);
}
