import type { MailContent } from "./content.ts";
import { oneLine } from "./content.ts";
import { plainText } from "./plain-text.ts";

export type RenderedMail = { subject: string; html: string; text: string };

/**
 * Both parts of a mail. React is loaded by the first mail and not at start: a server that sends
 * none does not hold it in memory.
 */
export async function renderMail(content: MailContent): Promise<RenderedMail> {
  // It looks at this when it is loaded: its checks for developers double the time that a mail takes.
  process.env["NODE_ENV"] ??= "production";
  const [{ createElement }, { renderToStaticMarkup }, { Layout }] = await Promise.all([
    import("react"),
    import("react-dom/server"),
    import("./layout.ts"),
  ]);
  const subject = oneLine(content.subject);
  const body = renderToStaticMarkup(createElement(Layout, { content: { ...content, subject } }));
  return { subject, html: `<!doctype html>${body}`, text: plainText(content) };
}
