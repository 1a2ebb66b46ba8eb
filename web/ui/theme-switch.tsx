import { useState } from "react";
import { Disclosure } from "./disclosure.tsx";
import { ThemeSign } from "./signs.tsx";
import { chooseTheme, readTheme, type Theme } from "./theme.ts";

const themes: readonly { value: Theme; name: string }[] = [
  { value: "system", name: "As the system" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
];

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const choose = (chosen: Theme) => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <Disclosure look="icon" label="Theme" button={<ThemeSign />}>
      {() => (
        <ul>
          {themes.map(({ value, name }) => (
            <li key={value}>
              <button type="button" aria-pressed={value === theme} onClick={() => choose(value)}>
                {name}
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
