import { useState } from "react";
import { chooseLanguage, readChoice } from "../strings/choose-language.ts";
import { languageNames, type Language } from "../strings/language.ts";
import { t } from "../strings/ui.ts";
import { SelectField } from "./field.tsx";

const languages = Object.entries(languageNames) as [Language, string][];

/** The language of this dashboard in this browser. */
export function LanguageChoice() {
  const [choice, setChoice] = useState(readChoice);
  return (
    <SelectField
      label={t("language.title")}
      value={choice ?? ""}
      onChange={({ target }) => {
        const chosen = target.value === "" ? null : (target.value as Language);
        setChoice(chosen);
        void chooseLanguage(chosen);
      }}
    >
      <option value="">{t("language.asBrowser")}</option>
      {languages.map(([code, own]) => (
        <option key={code} value={code} lang={code}>
          {own}
        </option>
      ))}
    </SelectField>
  );
}
