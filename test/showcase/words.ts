import * as french from "../../web/strings/fr/index.ts";
import * as server from "../../web/strings/fr/server.ts";
import { language, use, type Language } from "../../web/strings/language.ts";

export { t as access } from "../../web/strings/access.ts";
export { t as accounts } from "../../web/strings/accounts.ts";
export { t as closures } from "../../web/strings/closures.ts";
export { t as collaborators } from "../../web/strings/collaborators.ts";
export { t as connecting } from "../../web/strings/connecting.ts";
export { t as invitations } from "../../web/strings/invitations.ts";
export { t as reviews } from "../../web/strings/reviews.ts";
export { t as revoking } from "../../web/strings/revoking.ts";
export { t as ui } from "../../web/strings/ui.ts";
export { t as users } from "../../web/strings/users.ts";
export { said } from "../../web/strings/said.ts";

const locales = { en: "en-GB", fr: "fr-FR" } as const;

/** The dashboard's words here are those of that language from now on. */
export const speak = (spoken: Language): void => (spoken === "fr" ? use(spoken, french, server) : use(spoken, null));
/** Of a browser that asks for that language. */
export const locale = (): string => locales[language()];
