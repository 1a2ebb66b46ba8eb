import { live } from "./en/live.ts";
import { translator } from "./translator.ts";

export const t = translator("live", live);
