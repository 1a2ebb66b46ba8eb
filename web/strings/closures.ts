import { closures } from "./en/closures.ts";
import { translator } from "./translator.ts";

export const t = translator("closures", closures);
