import { readdirSync } from "node:fs";
import compile from "icu-minify/compile";
import { afterEach, expect, test } from "vitest";
import * as french from "./fr/index.ts";
import { events } from "./fr/events.ts";
import { access } from "./fr/said/access.ts";
import { accounts } from "./fr/said/accounts.ts";
import { collaborators } from "./fr/said/collaborators.ts";
import { databases } from "./fr/said/databases.ts";
import { platform } from "./fr/said/platform.ts";
import { steps } from "./fr/said/steps.ts";
import { languageFor, use } from "./language.ts";
import { t } from "./accounts.ts";

interface Catalog {
  readonly [key: string]: string | Catalog;
}
const folder = (language: string) =>
  readdirSync(new URL(`${language}/`, import.meta.url))
    .filter((file) => file.endsWith(".ts"))
    .sort();
const names = folder("en").map((file) => file.replace(".ts", ""));

/** Key and message of every string, `signIn.title`. */
function flat(catalog: Catalog, before = ""): [string, string][] {
  return Object.entries(catalog).flatMap(([key, message]) =>
    typeof message === "string" ? [[before + key, message] as [string, string]] : flat(message, `${before}${key}.`),
  );
}
async function english(name: string): Promise<Catalog> {
  return ((await import(`./en/${name}.ts`)) as Record<string, Catalog>)[name] ?? {};
}
const frenchOf = (name: string): Catalog => (french as unknown as Record<string, Catalog>)[name] ?? {};

/** Arguments and tags of a message, and its texts between them. */
function partsOf(message: string): { used: Set<string>; texts: string[] } {
  const parts = { used: new Set<string>(), texts: [] as string[] };
  const kinds = ["", "select", "number", "number", "number", "date", "date"];
  const read = (node: unknown): void => {
    if (typeof node === "string") parts.texts.push(node);
    if (!Array.isArray(node)) return;
    const [name, kind, ...rest] = node as [string, unknown, ...unknown[]];
    const typed = typeof kind === "number" && kind > 0;
    parts.used.add(`${name} ${typed ? kinds[kind] : kind === undefined ? "text" : "tag"}`);
    if (!typed) return [kind, ...rest].forEach(read);
    for (const choice of Object.values(rest[0] ?? {})) readAll(choice);
  };
  const readAll = (message: unknown): void => (Array.isArray(message) ? message.forEach(read) : read(message));
  readAll(compile(message));
  return parts;
}

const saidBy = { access, steps, accounts, platform, collaborators, databases };

afterEach(() => use("en", null));

test("every folder's words are there in English and in French", () => {
  expect(folder("fr")).toEqual([...folder("en"), "events.ts", "index.ts", "server.ts"].sort());
  expect(Object.keys(french).sort()).toEqual([...names].sort());
});

test.each(names)("%s says the same in both languages, with the same arguments and tags", async (name) => {
  const inFrench = new Map(flat(frenchOf(name)));
  const inEnglish = flat(await english(name));
  expect([...inFrench.keys()].sort()).toEqual(inEnglish.map(([key]) => key).sort());
  const different = inEnglish.filter(([key, message]) => {
    const translated = partsOf(inFrench.get(key) ?? "").used;
    const { used } = partsOf(message);
    return used.size !== translated.size || [...used].some((part) => !translated.has(part));
  });
  expect(different.map(([key]) => key)).toEqual([]);
});

const ofTheServer: Record<string, Catalog> = { events: events, ...saidBy };

test.each([...names, ...Object.keys(ofTheServer)])("%s is set as French is: no-break spaces, and ’", (name) => {
  const wrong = flat(ofTheServer[name] ?? frenchOf(name)).flatMap(([key, message]) =>
    partsOf(message)
      .texts.filter((text) => / [;:?!»]|« |'|\.\.\./.test(text))
      .map((text) => `${key}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test("a translated sentence of the server has in it what the English one has, each once or more", () => {
  const different = Object.values(saidBy)
    .flatMap((catalog) => Object.entries<string>(catalog))
    .filter(([english, translated]) => {
      const asked = [...english.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter((name) => name !== "owner2");
      const used = new Set([...partsOf(translated).used].map((part) => part.split(" ")[0]));
      return asked.some((name) => !used.has(name)) || [...used].some((name) => !english.includes(`{${name}}`));
    });
  expect(different).toEqual([]);
});

test("a wrong argument, a lost tag and a plural are seen", () => {
  expect([...partsOf("{n, plural, one {# day of <b>{name}</b>} other {# days}}").used].sort()).toEqual([
    "b tag",
    "n number",
    "name text",
  ]);
  expect(partsOf("Why ?").texts).toEqual(["Why ?"]);
});

test("the reader's first language that is spoken here is taken", () => {
  expect(languageFor(["de-CH", "fr-CA", "en"])).toBe("fr");
  expect(languageFor(["EN-us", "fr"])).toBe("en");
  expect(languageFor(["ja"])).toBe("en");
  expect(languageFor([])).toBe("en");
});

test("the words follow the language", () => {
  expect(t("tokens.ended", { name: "laptop" })).toBe("The token laptop has ended.");
  use("fr", french);
  expect(t("tokens.ended", { name: "laptop" })).toBe("Le jeton laptop a pris fin.");
});
