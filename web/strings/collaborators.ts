import { collaborators } from "./en/collaborators.ts";
import { translator } from "./translator.ts";

export const t = translator("collaborators", collaborators);
