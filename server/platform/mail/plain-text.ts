import type { MailContent, Run, Words } from "./content.ts";
import { oneLine } from "./content.ts";

/**
 * The text part. Lines are never wrapped here: a mail program does that, and a link that is broken
 * in two is no link any more. Each address to open stands alone on its line.
 */
export function plainText(content: MailContent): string {
  const paragraphs = [
    textOf(content.heading),
    ...content.body.map(textOf),
    ...(content.facts ? [factsText(content.facts)] : []),
    ...(content.button ? [`${content.button.label}:\n${content.button.href}`] : []),
    ...(content.notes ?? []).map(textOf),
    ...content.footer.map(textOf),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

export function textOf(words: Words): string {
  return words.map((run) => oneLineOf(run)).join("");
}

export function plain(run: Run): string {
  if (typeof run === "string") return run;
  if ("strong" in run) return run.strong;
  if ("whole" in run) return run.whole;
  if ("address" in run) return run.address;
  return run.code;
}

/** Runs are joined with their own spaces, so only what is inside of a run is made harmless. */
function oneLineOf(run: Run): string {
  return typeof run === "string" ? run : oneLine(plain(run));
}

function factsText(facts: NonNullable<MailContent["facts"]>): string {
  return facts.map(([label, value]) => `${label}: ${textOf(value)}`).join("\n");
}
