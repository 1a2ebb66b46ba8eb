import type { live as english } from "../en/live.ts";
import type { Translated } from "../catalog.ts";

export const live = {
  gone: {
    ended: "Votre accès à {name} a pris fin",
    ending: "Votre accès à {name} prend fin",
    deleted: "{name} a été supprimée",
    loginClosed: "Votre identifiant est fermé.",
    loginClosing:
      "Votre identifiant est en cours de fermeture. Tant que nous ne pouvons pas travailler sur son serveur, cela attend.",
    loginUnknown: "Votre identifiant est fermé, ou le sera dès que nous pourrons travailler sur son serveur.",
    everyAccess: "Tous les accès à cette base ont pris fin.",
    toDatabases: "Aller à vos bases",
  },
} as const satisfies Translated<typeof english>;
