import type { ReactNode } from "react";
import { createTranslator } from "use-intl/core";
import { language, translations, type Translations } from "./language.ts";

type Mark = (words: ReactNode) => ReactNode;
/** Draws one sentence, with its values and marks. */
type Told = (values: Readonly<Record<string, string | number | Mark>>) => ReactNode;

/** The sentence for an event's type; null in English, which the contract speaks by itself, and for a type not known here. */
export function toldEvent(type: string): Told | null {
  const catalog = translations()?.events;
  if (catalog === undefined || !isThere(catalog, type)) return null;
  const rich = translatorOf(catalog);
  return (values) => rich(type, values);
}

function isThere(catalog: Translations["events"], type: string): boolean {
  const [noun = "", happened = ""] = type.split(".");
  return Object.hasOwn((catalog as Record<string, object>)[noun] ?? {}, happened);
}

type Rich = (key: string, values: Parameters<Told>[0]) => ReactNode;
const made = new WeakMap<Translations["events"], Rich>();

function translatorOf(catalog: Translations["events"]): Rich {
  const known = made.get(catalog);
  if (known !== undefined) return known;
  const fresh = createTranslator({ locale: language(), messages: catalog });
  const rich: Rich = (key, values) => (fresh as unknown as { rich: Rich }).rich(key, values);
  made.set(catalog, rich);
  return rich;
}
