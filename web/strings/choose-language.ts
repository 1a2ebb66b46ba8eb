import { hear, isSpoken, language, languageFor, use, type Language } from "./language.ts";

const place = "guestlist-language";

/** What was chosen here; null leaves it to the browser. */
export function readChoice(): Language | null {
  try {
    const chosen = localStorage.getItem(place);
    return chosen !== null && isSpoken(chosen) ? chosen : null;
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
  await speak(choice ?? languageFor(navigator.languages), true);
}

/** Before the first page is drawn: what was chosen, else what the browser asks for. */
export const speakAsChosen = (): Promise<void> => speak(readChoice() ?? languageFor(navigator.languages));

/**
 * Loads a language and makes it the current one. A catalog that cannot be loaded leaves the dashboard in English. What the
 * server says is waited for where an answer of it is on the page already.
 */
async function speak(wanted: Language, isAnswered = false): Promise<void> {
  if (wanted === "en") use("en", null);
  else {
    const words = import("./fr/server.ts");
    const catalog = await import("./fr/index.ts").catch(() => null);
    const heard = isAnswered ? await words.catch(() => null) : null;
    use(catalog === null ? "en" : wanted, catalog, heard);
    if (catalog !== null) hear(words);
  }
  document.documentElement.lang = language();
}
