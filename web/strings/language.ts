import type * as French from "./fr/index.ts";
import type * as FrenchServer from "./fr/server.ts";

/** Languages of the dashboard, each by its own name. English is in the pages themselves, the others are loaded. */
export const languageNames = { en: "English", fr: "Français" } as const;
export type Language = keyof typeof languageNames;

/** Every catalog of a language that is not English, by its name. */
export type Translations = { readonly [Name in CatalogName]: unknown };
export type CatalogName = keyof typeof French;
/** What the server says: of no use before it has answered, so it is loaded beside the first request. */
export type ServersWords = typeof FrenchServer;

export const isSpoken = (code: string): code is Language => Object.hasOwn(languageNames, code);

let current: Language = "en";
let loaded: Translations | null = null;
let ofServer: ServersWords | null = null;
const watchers = new Set<() => void>();

export const language = (): Language => current;
export const translations = (): Translations | null => loaded;
export const serversWords = (): ServersWords | null => ofServer;

/** The first of the reader's languages, best first, that the dashboard speaks; English otherwise. */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split("-", 1)[0] ?? "").find(isSpoken) ?? "en";
}

/** From now on, with its catalogs; every page is drawn anew. */
export function use(next: Language, catalog: Translations | null, words: ServersWords | null = null): void {
  current = next;
  loaded = catalog;
  ofServer = words;
  for (const tell of watchers) tell();
}

export function watchLanguage(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

let hearing: Promise<unknown> = Promise.resolve();

/** Words of the server for the language that is spoken, as soon as they are there. Without them it is heard in English. */
export function hear(words: Promise<ServersWords>): void {
  const spoken = current;
  hearing = words.then(
    (there) => {
      if (spoken === current) ofServer = there;
    },
    () => undefined,
  );
}

/** Before an answer of the server is shown. */
export const whenHeard = (): Promise<unknown> => hearing;
