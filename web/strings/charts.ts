import { charts } from "./en/charts.ts";
import { translator } from "./translator.ts";

export const t = translator("charts", charts);
