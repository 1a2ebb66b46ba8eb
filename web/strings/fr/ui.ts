import type { ui as english } from "../en/ui.ts";
import type { Translated } from "../catalog.ts";

export const ui = {
  cancel: "Annuler",
  confirm: "Confirmer",
  close: "Fermer",
  copy: "Copier",
  actions: "Actions",
  actionsFor: "Actions pour {name}",
  language: {
    title: "Langue",
    asBrowser: "Comme le navigateur",
  },
} as const satisfies Translated<typeof english>;
