import { overview } from "./en/overview.ts";
import { translator } from "./translator.ts";

export const t = translator("overview", overview);
