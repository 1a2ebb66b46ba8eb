import { access } from "./en/access.ts";
import { translator } from "./translator.ts";

export const t = translator("access", access);
