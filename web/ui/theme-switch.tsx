import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { MenuBox } from "./menu.tsx";
import { ThemeSign } from "./signs.tsx";
import { chooseTheme, readTheme, type Theme } from "./theme.ts";

const themes: readonly { value: Theme; name: string }[] = [
  { value: "system", name: "As the system" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
];

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const choose = (value: string) => {
    const chosen = themes.find((each) => each.value === value)?.value ?? "system";
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon" aria-label="Theme">
        <ThemeSign />
      </DropdownMenu.Trigger>
      <MenuBox>
        <DropdownMenu.RadioGroup value={theme} onValueChange={choose}>
          {themes.map((each) => (
            <DropdownMenu.RadioItem key={each.value} value={each.value}>
              {each.name}
              <DropdownMenu.ItemIndicator className="chosen">✓</DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </MenuBox>
    </DropdownMenu.Root>
  );
}
