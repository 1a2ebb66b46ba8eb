import type { CSSProperties, ReactElement, ReactNode } from "react";
import { createElement as h } from "react";
import type { MailContent } from "./content.ts";
import {
  Button,
  color,
  Facts,
  grid,
  Heading,
  inline,
  LinePicture,
  Note,
  Paragraph,
  row,
  Wordmark,
  WrittenLink,
} from "./parts.ts";

const family = "'Atkinson Hyperlegible Next','Segoe UI','Helvetica Neue',Arial,sans-serif";

/** Blanks, so that mail programs do not go on with the wordmark where the preview has ended. */
const afterPreview = "\u00a0\u200c".repeat(60);

/** Only what cannot be written beside the element: the dark theme and the narrow screen. */
const styleSheet = [
  "@media (prefers-color-scheme:dark){",
  ".bg{background:#0e1414!important}.fg{color:#ecf1ef!important}.fg2{color:#adb7b4!important}",
  ".hr{border-color:#2a3433!important}.door{background:#59d4cd!important}",
  ".bar,.dc{background:#ecf1ef!important}.dc,.sd{border-color:#ecf1ef!important}",
  ".btn{background:#ecf1ef!important;border-color:#ecf1ef!important;color:#0e1414!important}",
  ".dt{border-color:#6a7876!important}.rg{border-color:#919d9a!important}}",
  "@media (max-width:600px){.pad{padding:24px 16px!important}",
  ".h{font-size:22px!important;line-height:28px!important}}",
].join("");

/** The whole mail: ink on paper, 560 wide, one column. */
export function Layout({ content }: { content: MailContent }): ReactElement {
  const style: CSSProperties = {
    margin: 0,
    background: color.paper,
    color: color.ink,
    fontFamily: family,
    fontSize: "16px",
    lineHeight: "24px",
  };
  const hidden: CSSProperties = { display: "none", maxHeight: 0, overflow: "hidden" };
  return h(
    "html",
    { lang: "en" },
    head(content.subject),
    h(
      "body",
      { className: "bg", style },
      h("div", { role: "main" }, h("div", { style: hidden }, content.preview, afterPreview), page(column(content))),
    ),
  );
}

function head(subject: string): ReactElement {
  const viewport = "width=device-width, initial-scale=1";
  return h(
    "head",
    null,
    h("meta", { charSet: "utf-8" }),
    h("meta", { name: "viewport", content: viewport }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("meta", { name: "supported-color-schemes", content: "light dark" }),
    h("meta", { name: "format-detection", content: "telephone=no,date=no,address=no,email=no" }),
    h("title", null, subject),
    h("style", null, styleSheet),
  );
}

function page(rows: ReactNode[]): ReactElement {
  const style = { width: "100%", maxWidth: "560px", margin: "0 auto" };
  const inner = grid({ width: 560, align: "center", style }, ...rows);
  return grid(
    { width: "100%", className: "bg", style: { background: color.paper } },
    row({ padding: "40px 32px" }, "pad", inner),
  );
}

function column(content: MailContent): ReactNode[] {
  const { heading, line, body, facts, button, notes = [], footer } = content;
  return [
    row({ paddingBottom: "32px" }, "", h(Wordmark)),
    row({ paddingBottom: line ? 0 : "20px" }, "", h(Heading, { words: heading })),
    line && row({ padding: "24px 0" }, "", h(LinePicture, line)),
    ...body.map((words) => h(Paragraph, { words })),
    facts && h(Facts, { facts }),
    button && h(Button, button),
    ...notes.map((words, place) => h(Note, { words, last: place === notes.length - 1 })),
    ...foot(button, footer),
  ];
}

function foot(button: MailContent["button"], footer: MailContent["footer"]): ReactNode[] {
  const look: CSSProperties = { color: color.ink2, fontSize: "14px", lineHeight: "20px" };
  const rows = [...(button ? [h(WrittenLink, button)] : []), ...footer.map(inline)];
  return rows.map((content, place) => {
    const ruled = place === 0 ? { borderTop: `1px solid ${color.hair}` } : {};
    const className = place === 0 ? "fg2 hr" : "fg2";
    return row({ ...look, ...ruled, paddingTop: "16px" }, className, content);
  });
}
