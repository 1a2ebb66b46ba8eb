import { createTranslator } from "use-intl/core";
import { language, translations, type Language, type CatalogName } from "./language.ts";

export type Words<English extends Record<string, unknown>> = ReturnType<typeof createTranslator<English>>;

/**
 * Words of one folder in the reader's language. `t("key", { argument })` is a text; `t.rich("key", { b: bold })` is for
 * sentences with tags in them. Ask while drawing, never while a module loads: the language is not known then.
 */
export function translator<const English extends Record<string, unknown>>(
  name: CatalogName,
  english: English,
): Words<English> {
  const made = new Map<Language, Words<English>>();
  const now = (): Words<English> => {
    const known = made.get(language());
    if (known !== undefined) return known;
    const messages = (translations()?.[name] ?? english) as English;
    const fresh = createTranslator<English>({ locale: language(), messages });
    made.set(language(), fresh);
    return fresh;
  };
  return new Proxy((() => "") as unknown as Words<English>, {
    apply: (_, self, asked) => Reflect.apply(now(), self, asked) as unknown,
    get: (_, property) => Reflect.get(now(), property) as unknown,
  });
}
