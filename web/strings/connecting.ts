import { connecting } from "./en/connecting.ts";
import { translator } from "./translator.ts";

export const t = translator("connecting", connecting);
