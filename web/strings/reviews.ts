import { reviews } from "./en/reviews.ts";
import { translator } from "./translator.ts";

export const t = translator("reviews", reviews);
