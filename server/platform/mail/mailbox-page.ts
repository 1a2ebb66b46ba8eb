import { createHash } from "node:crypto";
import { minuteOf } from "./content.ts";
import type { KeptMail } from "./queries.ts";

/** The list with one mail open. It works without a script, so that its policy can allow none. */
export function mailboxPage(mails: readonly KeptMail[], open: KeptMail, links: readonly string[]): string {
  const items = mails.map((mail) => listItem(mail, mail.id === open.id)).join("");
  const count = mails.length === 1 ? "1 mail" : `${mails.length} mails, newest first`;
  return page(`
<p class="lead">${count}. ${why} <a href="/mailbox">Look for new mail</a></p>
<div class="cols"><nav aria-label="Mails"><ol>${items}</ol></nav>${article(open, links)}</div>`);
}

export function emptyMailboxPage(): string {
  return page(`<p class="lead">No mail yet. ${why} This page looks for new mail every two seconds.</p>`, 2);
}

const why = "No mail server is set (SMTP_URL), so Guestlist keeps its mails here.";

function listItem(mail: KeptMail, isOpen: boolean): string {
  const current = isOpen ? ' aria-current="page"' : "";
  return `<li><a href="/mailbox/${escape(mail.id)}"${current}><b>${escape(mail.subject)}</b>
<span>to ${escape(mail.to)}</span><span>${escape(minuteOf(mail.created_at))}</span></a></li>`;
}

function article(mail: KeptMail, links: readonly string[]): string {
  const id = escape(mail.id);
  const anchors = links.map((link) => `<a class="link" href="${escape(link)}">${escape(link)}</a>`).join("<br>");
  return `<article><h2>${escape(mail.subject)}</h2>
<dl><dt>To</dt><dd>${escape(mail.to)}</dd><dt>Written</dt><dd>${escape(minuteOf(mail.created_at))}</dd>
${anchors && `<dt>Link</dt><dd>${anchors}</dd>`}</dl>
<iframe title="The mail as it looks" src="/mailbox/${id}/html" sandbox="allow-top-navigation-by-user-activation"></iframe>
<details><summary>The text part</summary><pre>${escape(mail.text)}</pre></details></article>`;
}

function page(body: string, refresh?: number): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
${refresh === undefined ? "" : `<meta http-equiv="refresh" content="${refresh}">`}
<title>Mailbox – Guestlist</title><style>${style}</style></head>
<body><header><a class="mark" href="/"><span aria-hidden="true">guest<i></i>ist</span><span class="said">Guestlist</span></a></header><main><h1>Mailbox</h1>${body}</main></body></html>`;
}

function escape(value: string): string {
  return value.replaceAll(/[&<>"']/gu, (letter) => `&#${letter.charCodeAt(0)};`);
}

const style = `
:root{color-scheme:light dark;--paper:light-dark(#f5f7f4,#0e1414);--sunk:light-dark(#ecf0ec,#1b2524);--ink:light-dark(#112120,#ecf1ef);
--ink-2:light-dark(#445352,#adb7b4);--hair:light-dark(#d8deda,#2a3433);--rule:light-dark(#112120,#adb7b4);--open:light-dark(#00797b,#59d4cd)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1280px;padding:0 32px 48px;background:var(--paper);color:var(--ink);
font:15px/24px "Atkinson Hyperlegible Next","Segoe UI","Helvetica Neue",Arial,sans-serif}
a{color:inherit}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
header{padding:16px 0}
.mark{font-weight:700;font-size:20px;letter-spacing:-.02em;text-decoration:none;white-space:nowrap}
.mark i{display:inline-block;width:3px;height:23px;margin:0 2px 0 3px;background:var(--open);vertical-align:-5px}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h1{margin:16px 0 8px;font-size:30px;line-height:36px;font-weight:700}
h2{margin:0 0 12px;font-size:22px;line-height:28px;font-weight:700;overflow-wrap:anywhere}
.lead{margin:0 0 24px;font-size:18px;line-height:26px}
.cols{display:grid;grid-template-columns:360px minmax(0,1fr);gap:32px;align-items:start}
ol{margin:0;padding:0;list-style:none;border-top:2px solid var(--rule)}
li{border-bottom:1px solid var(--hair)}
li a{display:block;padding:12px;text-decoration:none;border-left:2px solid transparent}
li a:hover{background:var(--sunk)}
li a[aria-current]{background:var(--sunk);border-left-color:var(--ink)}
li b{display:block;font-weight:600;line-height:20px;overflow-wrap:anywhere}
li span{display:block;font-size:13px;line-height:20px;color:var(--ink-2);overflow-wrap:anywhere}
article{border-top:2px solid var(--rule);padding-top:16px;min-width:0}
dl{display:grid;grid-template-columns:80px minmax(0,1fr);gap:4px 16px;margin:0 0 16px;font-size:13px;line-height:20px}
dt{color:var(--ink-2)}
dd{margin:0;overflow-wrap:anywhere}
.link{display:inline-block;padding:2px 0}
iframe{display:block;width:100%;height:720px;border:1px solid var(--hair);border-radius:8px;background:var(--paper)}
details{margin-top:16px}
summary{cursor:pointer;padding:4px 0}
pre{margin:8px 0 0;padding:16px;background:var(--sunk);border-radius:5px;font:13px/20px ui-monospace,Menlo,Consolas,monospace;
white-space:pre-wrap;overflow-wrap:anywhere}
@media (max-width:860px){body{padding:0 16px 32px}.cols{grid-template-columns:minmax(0,1fr)}h1{font-size:24px;line-height:30px}h2{font-size:18px;line-height:24px}}
`;

/** For the Content-Security-Policy of the page. */
export const pageStyleHash = `sha256-${createHash("sha256").update(style).digest("base64")}`;
