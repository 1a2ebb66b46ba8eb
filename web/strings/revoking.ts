import { revoking } from "./en/revoking.ts";
import { translator } from "./translator.ts";

export const t = translator("revoking", revoking);
