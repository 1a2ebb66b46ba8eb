import { accounts } from "./en/accounts.ts";
import { translator } from "./translator.ts";

export const t = translator("accounts", accounts);
