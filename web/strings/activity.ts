import { activity } from "./en/activity.ts";
import { translator } from "./translator.ts";

export const t = translator("activity", activity);
