import type { Locator } from "playwright-core";
import { eventually } from "./signals.ts";

// The browser's; code that is given to `evaluate` runs there.
declare const document: { activeElement: unknown };

export const isFocused = (what: Locator): Promise<boolean> =>
  what.evaluate((element) => element === document.activeElement);

/** Waits until it has the focus: a pop-up gives it back after it is gone. */
export const expectFocus = (what: Locator): Promise<boolean> => eventually(() => isFocused(what));
