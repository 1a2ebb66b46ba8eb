import { createTranslator } from "use-intl/core";

/** A sentence in another language, or null when it is not known. */
export type Sayings = (english: string) => string | null;

/**
 * Finds a sentence of the server by its English pattern and says it by the translation beside it. In a pattern `{n}` is a
 * number, `{level}` an access level, `{said…}` a clause that is a saying itself, any other `{name}` a text; `[one|many]` are
 * two words for the same. Several sentences in a row are found one by one.
 */
export function sayings(locale: string, catalog: Readonly<Record<string, string>>): Sayings {
  const messages = Object.fromEntries(Object.values(catalog).map((message, index) => [`m${index}`, message]));
  const translate = createTranslator({ locale, messages }) as unknown as Translate;
  const patterns = Object.keys(catalog).map(readPattern);
  const known = new Map<string, string | null>();
  const say = (text: string): string | null => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size > 2000) known.clear();
    const now = sayOne(text) ?? sayCapital(text) ?? sayNamed(text) ?? sayEach(text);
    known.set(text, now);
    return now;
  };
  const best = patterns.toSorted((a, b) => b.weight - a.weight);
  const sayOne = (text: string): string | null => {
    for (const pattern of best) {
      const values = readValues(pattern, text, say);
      if (values !== null) return translate(`m${pattern.index}`, values);
    }
    return null;
  };
  /** Clauses may begin a sentence, and sentences become clauses. */
  const sayCapital = (text: string): string | null => {
    const words = sayOne(withOtherCase(text));
    return words === null ? null : withOtherCase(words);
  };
  /** `camille@example.com: This access has ended.` */
  const sayNamed = (text: string): string | null => {
    const [, name, rest] = /^([^\s:]+): (.+)$/su.exec(text) ?? [];
    const words = rest === undefined ? null : say(rest);
    return words === null ? null : `${name}${colon[locale] ?? ":"} ${words}`;
  };
  /** The longest known ones first; what nobody knows stays as it is. */
  const sayEach = (text: string): string | null => {
    const parts = text.split(/(?<=[.?!] )|(?<=; )/u);
    if (parts.length < 2) return null;
    const words: string[] = [];
    let found = false;
    for (let from = 0; from < parts.length;) {
      const next = longest(parts, from, (run) => (run === text ? null : (sayOne(run) ?? sayCapital(run))));
      words.push(next.words);
      found ||= next.known;
      from = next.end;
    }
    return found ? words.join("") : null;
  };
  return say;
}

/** `Repaired` for `repaired`, and the other way round. */
function withOtherCase(text: string): string {
  const first = text.charAt(0);
  const lower = first.toLowerCase();
  return (first === lower ? first.toUpperCase() : lower) + text.slice(1);
}

type Translate = (key: string, values: Values) => string;
type Values = Record<string, string | number>;

const colon: Record<string, string> = { fr: "\u00a0:" };

interface Pattern {
  readonly index: number;
  readonly regex: RegExp;
  readonly names: readonly string[];
  /** Letters of its own: of two that match, the more exact one is meant. */
  readonly weight: number;
}

function readPattern(english: string, index: number): Pattern {
  const names: string[] = [];
  const read = (text: string): string =>
    text.replaceAll(/\{(\w+)\}|\[([^\]]+)\]|[^{[]+/gu, (all: string, name?: string, choices?: string) => {
      if (choices !== undefined) return `(?:${choices.split("|").map(read).join("|")})`;
      if (name === undefined) return all.replaceAll(/[.*+?^${}()|\\/]/gu, String.raw`\$&`);
      names.push(name);
      return kinds[name] ?? (name.startsWith("said") ? kinds["said"] : kinds["text"]) ?? "";
    });
  const regex = new RegExp(`^${read(english)}$`, "dsu");
  return { index, regex, names, weight: english.replaceAll(/\{\w+\}/gu, "").length };
}

const kinds: Record<string, string> = {
  n: String.raw`(\d+)`,
  level: "(full|read-write|read-only)",
  said: "(.+?)",
  message: "(.+?)",
  command: "(.+?)",
  // No text that is put in ends a sentence.
  text: "((?:(?![.;?!] ).)+?)",
};
const levels: Record<string, string> = { full: "full", "read-write": "readWrite", "read-only": "readOnly" };

/** Null when the text is another sentence. A clause may be unknown where a reason stands: behind a colon or in brackets. */
function readValues({ regex, names }: Pattern, text: string, say: Sayings): Values | null {
  const match = regex.exec(text);
  if (match === null) return null;
  const values: Values = {};
  for (const [at, name] of names.entries()) {
    const found = match[at + 1];
    if (name === "n") values["n"] = found === undefined ? 1 : Number(found);
    else if (name.startsWith("said")) {
      const clause = found ?? "";
      const before = text.slice(0, match.indices?.[at + 1]?.[0]);
      const words = say(clause) ?? (/(: |\()$/u.test(before) ? clause : null);
      if (words === null) return null;
      values[name] = words;
    } else values[name] = name === "level" ? (levels[found ?? ""] ?? "full") : (found ?? "");
  }
  return values;
}

/** From there on, the longest run of parts that is known; else one part as it is. */
function longest(parts: readonly string[], from: number, say: Sayings): { words: string; end: number; known: boolean } {
  for (let end = parts.length; end > from; end--) {
    const run = parts.slice(from, end).join("");
    const text = run.replace(/(; | )$/u, "");
    const words = say(text);
    if (words !== null) return { words: words + run.slice(text.length), end, known: true };
  }
  return { words: parts[from] ?? "", end: from + 1, known: false };
}
