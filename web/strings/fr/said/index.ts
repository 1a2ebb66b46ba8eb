import { sayings } from "../../sayings.ts";
import { access } from "./access.ts";
import { accounts } from "./accounts.ts";
import { collaborators } from "./collaborators.ts";
import { databases } from "./databases.ts";
import { platform } from "./platform.ts";
import { steps } from "./steps.ts";

/** What the server says in English, in French; null for words that are nobody's here, such as PostgreSQL's own. */
export const said = sayings("fr", { ...access, ...steps, ...accounts, ...platform, ...collaborators, ...databases });
