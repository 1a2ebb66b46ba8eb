import { database } from "./en/database.ts";
import { translator } from "./translator.ts";

export const t = translator("database", database);
