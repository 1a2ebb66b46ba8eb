import { users } from "./en/users.ts";
import { translator } from "./translator.ts";

export const t = translator("users", users);
