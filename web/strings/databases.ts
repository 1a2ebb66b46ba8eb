import { databases } from "./en/databases.ts";
import { translator } from "./translator.ts";

export const t = translator("databases", databases);
