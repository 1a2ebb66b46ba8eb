import { ui } from "./en/ui.ts";
import { translator } from "./translator.ts";

export const t = translator("ui", ui);
