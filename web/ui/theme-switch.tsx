import { useState } from "react";
import { Disclosure } from "./disclosure.tsx";
import { ThemeSign } from "./signs.tsx";
import { chooseTheme, readTheme, type Theme } from "./theme.ts";
import { t } from "../strings/ui.ts";

const themes: readonly Theme[] = ["system", "light", "dark"];

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const choose = (chosen: Theme) => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <Disclosure look="icon" label={t("theme.title")} button={<ThemeSign />}>
      {() => (
        <ul>
          {themes.map((value) => (
            <li key={value}>
              <button type="button" aria-pressed={value === theme} onClick={() => choose(value)}>
                {t(`theme.${value}`)}
                {value === theme && (
                  <span className="chosen" aria-hidden="true">
                    ✓
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  );
}
