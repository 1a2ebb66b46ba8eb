import { owning } from "./en/owning.ts";
import { translator } from "./translator.ts";

export const t = translator("owning", owning);
