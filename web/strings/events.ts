import type { ReactNode } from "react";
import { createTranslator } from "use-intl/core";
import { language, serversWords, type ServersWords } from "./language.ts";

type Mark = (words: ReactNode) => ReactNode;
/** Draws one sentence, with its values and marks. */
type Told = (values: Readonly<Record<string, string | number | Mark>>) => ReactNode;

/** The sentence for an event's type; null in English, which the contract speaks by itself, and for a type not known here. */
export function toldEvent(type: string): Told | null {
  const catalog = serversWords()?.events;
  if (catalog === undefined || !isThere(catalog, type)) return null;
  const rich = translatorOf(catalog);
  return (values) => rich(type, values);
}

function isThere(catalog: ServersWords["events"], type: string): boolean {
  const [noun = "", happened = ""] = type.split(".");
  return Object.hasOwn((catalog as Record<string, object>)[noun] ?? {}, happened);
}

type Rich = (key: string, values: Parameters<Told>[0]) => ReactNode;
const made = new WeakMap<ServersWords["events"], Rich>();

function translatorOf(catalog: ServersWords["events"]): Rich {
  const known = made.get(catalog);
  if (known !== undefined) return known;
  const fresh = createTranslator({ locale: language(), messages: catalog });
  const rich: Rich = (key, values) => (fresh as unknown as { rich: Rich }).rich(key, values);
  made.set(catalog, rich);
  return rich;
}
