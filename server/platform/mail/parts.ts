import type { CSSProperties, ReactElement, ReactNode } from "react";
import { createElement as h, Fragment } from "react";
import type { Line, MailContent, Run, Words } from "./content.ts";
import { oneLine } from "./content.ts";
import { plain } from "./plain-text.ts";

/**
 * The tokens of the dashboard, light. Mail programs drop custom properties, so they are written
 * out; the dark ones stand in the style sheet of the layout, where a class replaces each.
 */
export const color = {
  paper: "#f5f7f4",
  ink: "#112120",
  ink2: "#445352",
  ink3: "#5c6b6a",
  hair: "#d8deda",
  edge: "#7f8985",
  open: "#00797b",
} as const;

const flat: CSSProperties = { fontSize: 0, lineHeight: 0 };
const small: CSSProperties = { color: color.ink2, fontSize: "14px", lineHeight: "20px" };
const mono = "'Atkinson Hyperlegible Mono',ui-monospace,Menlo,Consolas,monospace";

/** A table that only arranges: mail programs know no other layout that works in all of them. */
export function grid(props: object, ...rows: ReactNode[]): ReactElement {
  const body = h("tbody", null, ...rows);
  return h("table", { role: "presentation", cellPadding: 0, cellSpacing: 0, ...props }, body);
}

export function row(style: CSSProperties, className: string, ...children: ReactNode[]) {
  return h("tr", null, h("td", { className, style }, ...children));
}

/** "guest", a door, "ist". Spoken it is one word, so the letters are hidden and the name is given. */
export function Wordmark(): ReactElement {
  const style: CSSProperties = {
    fontSize: "20px",
    lineHeight: "24px",
    fontWeight: 700,
    letterSpacing: "-0.4px",
    color: color.ink,
  };
  const bar = { width: "3px", height: "24px", background: color.open, ...flat };
  const cells = [
    h("td", { key: "a", className: "fg", style }, "guest"),
    h("td", { key: "b", style: { padding: "0 2px 0 3px" } }, door(bar)),
    h("td", { key: "c", className: "fg", style }, "ist"),
  ];
  return grid({ role: "img", "aria-label": "Guestlist" }, h("tr", null, cells));
}

export function Heading({ words }: { words: Words }): ReactElement {
  const style: CSSProperties = {
    margin: 0,
    fontSize: "26px",
    lineHeight: "32px",
    fontWeight: 700,
    letterSpacing: "-0.4px",
    color: color.ink,
    wordBreak: "break-word",
  };
  return h("h1", { className: "fg h", style }, inline(words));
}

/** The signature of the product in the simplest shapes that every mail program can draw. */
export function LinePicture({ start, way, door: state }: Line): ReactElement {
  return grid(
    { width: 240, "aria-hidden": true },
    h(
      "tr",
      null,
      h("td", { width: 14 }, startOf(start)),
      h("td", { width: 105 }, wayOf(way)),
      h("td", { width: 15, align: "center" }, ...(state === "open" ? openDoor() : shutDoor())),
      h("td", { width: 106 }, state === "open" ? wayOf("dots") : tick()),
    ),
  );
}

export function Paragraph({ words }: { words: Words }): ReactElement {
  return row({ color: color.ink, paddingBottom: "16px" }, "fg", inline(words));
}

export function Note({ words, last }: { words: Words; last: boolean }): ReactElement {
  return row({ ...small, paddingBottom: last ? "24px" : "12px" }, "fg2", inline(words));
}

export function Button({ label, href }: { label: string; href: string }): ReactElement {
  const style: CSSProperties = {
    display: "inline-block",
    background: color.ink,
    border: `1px solid ${color.ink}`,
    borderRadius: "5px",
    color: color.paper,
    fontSize: "16px",
    lineHeight: "24px",
    fontWeight: 600,
    textDecoration: "none",
    padding: "10px 20px",
  };
  return row({ padding: "8px 0 24px" }, "", h("a", { href, className: "btn", style }, label));
}

/** The same address in letters, for whoever reads without styles or does not trust a button. */
export function WrittenLink({ href }: { href: string }): ReactElement {
  const style: CSSProperties = { color: color.ink2, wordBreak: "break-all" };
  const link = h("a", { href, className: "fg2", style }, href);
  return h(Fragment, null, "Does the button not work? Open this address:", h("br"), link);
}

export function Facts({ facts }: { facts: NonNullable<MailContent["facts"]> }): ReactElement {
  const cell: CSSProperties = {
    borderTop: `1px solid ${color.hair}`,
    padding: "8px 0",
    fontSize: "14px",
    lineHeight: "20px",
    verticalAlign: "top",
  };
  const rows = facts.map(([label, value]) =>
    h(
      "tr",
      { key: label },
      h(
        "th",
        {
          scope: "row",
          align: "left",
          width: 150,
          className: "fg2 hr",
          style: { ...cell, color: color.ink2, fontWeight: 400, paddingRight: "16px" },
        },
        label,
      ),
      h("td", { className: "fg hr", style: { ...cell, color: color.ink } }, inline(value)),
    ),
  );
  const table = { role: "table", width: "100%", style: { width: "100%" } };
  return row({ padding: "8px 0 16px" }, "", grid(table, rows));
}

export function inline(words: Words): ReactNode {
  return words.map((run, place) => h(Fragment, { key: place }, drawn(run)));
}

function drawn(run: Run): ReactNode {
  if (typeof run === "string") return run;
  const value = oneLine(plain(run));
  if ("address" in run) return addressOf(value);
  if ("code" in run) return h("span", { style: { fontFamily: mono, ...unbroken(value) } }, value);
  return h("strong" in run ? "strong" : "span", { style: unbroken(value) }, value);
}

/** Moves to the next line whole; too long for a line, it breaks before the @, else after a dot. */
function addressOf(address: string): ReactNode {
  const parts = address.split(/(?=@)/u);
  const pieces = parts.flatMap((part) => (part.length > 24 ? part.split(/(?<=\.)/u) : [part]));
  const style: CSSProperties = address.length <= 40 ? { display: "inline-block", maxWidth: "100%" } : {};
  return h("span", { style }, pieces.map(addressPiece));
}

function addressPiece(piece: string, place: number): ReactNode {
  const whole = h("span", { style: unbroken(piece, 22) }, piece);
  return h(Fragment, { key: place }, place > 0 && h("wbr"), whole);
}

function unbroken(value: string, limit = 32): CSSProperties {
  return value.length <= limit ? { whiteSpace: "nowrap" } : { wordBreak: "break-word" };
}

function startOf(start: Line["start"]): ReactElement {
  const edge = `2px solid ${start === "ring" ? color.ink3 : color.ink}`;
  const ground = start === "disc" ? { background: color.ink } : {};
  const style = {
    width: "8px",
    height: "8px",
    border: edge,
    borderRadius: "8px",
    ...ground,
    ...flat,
  };
  return h("div", { className: start === "ring" ? "rg" : "dc", style });
}

function wayOf(way: Line["way"]): ReactElement {
  const look = way === "dots" ? `2px dotted ${color.edge}` : `2px solid ${color.ink}`;
  const className = way === "dots" ? "dt" : "sd";
  return h("div", { className, style: { borderTop: look, ...flat } }, "\u00a0");
}

function door(style: CSSProperties, className = "door"): ReactElement {
  return h("div", { className, style });
}

function openDoor(): ReactElement[] {
  const half = { width: "3px", height: "9px", background: color.open, ...flat, margin: "0 auto" };
  return [door(half), h("div", { style: { height: "8px", ...flat } }), door(half)];
}

function shutDoor(): ReactElement[] {
  const whole = { width: "3px", height: "26px", background: color.ink, ...flat, margin: "0 auto" };
  return [door(whole, "bar")];
}

function tick(): ReactElement {
  const style = { color: color.ink, fontSize: "16px", lineHeight: "26px", paddingLeft: "4px" };
  return h("div", { className: "fg", style }, "\u2713");
}
