import { creating } from "./en/creating.ts";
import { translator } from "./translator.ts";

export const t = translator("creating", creating);
