import type * as French from "./fr/index.ts";

/** Languages of the dashboard, each by its own name. English is in the pages themselves, the others are loaded. */
export const languageNames = { en: "English", fr: "Français" } as const;
export type Language = keyof typeof languageNames;

/** Every catalog of a language that is not English, by its name, and what the server says. */
export type Translations = { readonly [Name in CatalogName]: unknown } & Pick<typeof French, "said" | "events">;
export type CatalogName = Exclude<keyof typeof French, "said" | "events">;

const place = "guestlist-language";
const known = (code: string): code is Language => Object.hasOwn(languageNames, code);

let current: Language = "en";
let loaded: Translations | null = null;
const watchers = new Set<() => void>();

export const language = (): Language => current;
export const translations = (): Translations | null => loaded;

/** The first of the reader's languages, best first, that the dashboard speaks; English otherwise. */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split("-", 1)[0] ?? "").find(known) ?? "en";
}

/** What was chosen here; null leaves it to the browser. */
export function readChoice(): Language | null {
  try {
    const chosen = localStorage.getItem(place);
    return chosen !== null && known(chosen) ? chosen : null;
  } catch {
    return null;
  }
}

/** Applies at once, to every page, and is kept. */
export async function chooseLanguage(choice: Language | null): Promise<void> {
  try {
    if (choice === null) localStorage.removeItem(place);
    else localStorage.setItem(place, choice);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  await speak(choice ?? languageFor(navigator.languages));
}

/** Before the first page is drawn: what was chosen, else what the browser asks for. */
export const speakAsChosen = (): Promise<void> => speak(readChoice() ?? languageFor(navigator.languages));

/** Loads a language and makes it the current one. A catalog that cannot be loaded leaves the dashboard in English. */
async function speak(wanted: Language): Promise<void> {
  const catalog = wanted === "en" ? null : await import("./fr/index.ts").catch(() => null);
  use(catalog === null ? "en" : wanted, catalog);
  document.documentElement.lang = current;
}

/** For tests outside a browser. */
export function use(next: Language, catalog: Translations | null): void {
  current = next;
  loaded = catalog;
  for (const tell of watchers) tell();
}

export function watchLanguage(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
