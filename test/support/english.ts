import type { Page } from "playwright-core";
import { serverSentences } from "../rules/server-sentences.ts";
import { readSources } from "../rules/source.ts";
import { root } from "./paths.ts";

/** Words that English sentences have and French ones do not. */
const words = /\b(the|of|is|are|was|were|has|have|your|you|with|from|this|that|here|somebody|they|their|ended)\b/i;

let known: string[] | undefined;
/** What never changes in the server's own sentences: the longest part of each. */
const serverParts = (): string[] =>
  (known ??= serverSentences(readSources(root, [".ts"])).flatMap(({ text }) => {
    const [longest = ""] = text.split("{}").toSorted((a, b) => b.length - a.length);
    return longest.trim().length < 12 ? [] : [longest.trim()];
  }));

/** Lines that a reader or a screen reader gets from the page and that are English; PostgreSQL's own words, set off, are let be. */
export async function englishOn(page: Page): Promise<string[]> {
  const shown = await page.locator("body").innerText();
  const named = await page.evaluate<string[]>(
    `[...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((of) =>
      ["aria-label", "title", "placeholder", "alt"].flatMap((name) => of.getAttribute(name) ?? []))`,
  );
  const title = await page.title();
  const lines = [title, ...named, ...shown.split("\n")].map((line) => line.trim());
  return [...new Set(lines)].filter((line) => isEnglish(line.replaceAll(/«[^»]*»|\S+@\S+|\S+\.\S+|SQLSTATE.*/g, "")));
}

const isEnglish = (line: string): boolean => words.test(line) || serverParts().some((part) => line.includes(part));
