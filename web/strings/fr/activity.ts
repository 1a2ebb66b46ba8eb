import type { activity as english } from "../en/activity.ts";
import type { Translated } from "../catalog.ts";

export const activity = {
  of: "Activité de {database}",
  earlier: "Afficher ce qui précède",
  person: "Personne",
  everybody: "Tout le monde",
  kind: "Genre",
  everything: "Tout",
  kinds: {
    invitations: "Invitations",
    logins: "Identifiants",
    ended: "Accès terminés",
    reviews: "Revues des accès",
    drift: "Écarts",
  },
  nothingYet: "Rien pour l’instant",
  none: {
    invitations: "Aucune invitation",
    logins: "Aucun identifiant",
    ended: "Aucun accès terminé",
    reviews: "Aucune revue des accès",
    drift: "Aucun écart",
  },
  noneOf: {
    invitations: "Aucune invitation pour <address>{person}</address>",
    logins: "Aucun identifiant pour <address>{person}</address>",
    ended: "Aucun accès terminé pour <address>{person}</address>",
    reviews: "Aucune revue des accès pour <address>{person}</address>",
    drift: "Aucun écart pour <address>{person}</address>",
    every: "Rien pour <address>{person}</address>",
  },
  noneAbout: "Rien de tel ne s’est encore produit.",
  noDriftAbout: "PostgreSQL a toujours correspondu à la liste.",
  ofPerson: "Tout afficher pour cette personne",
  clear: "Effacer les filtres",
  receipt: "Reçu {number}",
  closed: "Nouvelles connexions refusées après {refused}\u00a0s, dernière session terminée après {gone}\u00a0s.",
  export: "Exporter en CSV",
  exported: "Le fichier est enregistré.",
  stillOpen: "<move>L’accès est encore ouvert</move>",
  stillSessions:
    "<move>Les nouvelles connexions sont refusées, {n, plural, one {# session est encore ouverte} other {# sessions sont encore ouvertes}}</move>",
  unusedOfYours: "Envoyée par vous le {day}. Personne ne l’a utilisée.",
  unused: "Envoyée par <address>{email}</address> le {day}. Personne ne l’a utilisée.",
  expiredUnused: "L’invitation a expiré le {day} avant d’être utilisée\u00a0: aucun identifiant n’a été créé.",
  notAnswered: "L’invitation attend une réponse jusqu’au {day}. Un identifiant est créé dès qu’elle est acceptée.",
} as const satisfies Translated<typeof english>;
