import type { Translated } from "../catalog.ts";
import type { database as english } from "../en/database.ts";

export const database = {
  databases: "Bases",
  overview: "Vue d’ensemble",
  activity: "Activité",
  settings: "Paramètres",
  collaborators: "Collaborateurs",
  users: "Utilisateurs de base",
  general: "Général",
  making: "La base est en cours de création.",
  deleting: "La base est en cours de suppression.",
  waits: "Tout ce qui a été demandé n’est pas encore fait\u00a0:",
  offered: "La propriété de cette base vous est offerte.",
  answerOffer: "Répondre",
  standing: {
    owner: { they: "Propriétaire", you: "Elle est à vous" },
    full: { they: "Accès complet", you: "Vous avez un accès complet" },
    "read-write": {
      they: "Accès en lecture et écriture",
      you: "Vous avez un accès en lecture et écriture",
    },
    "read-only": { they: "Accès en lecture seule", you: "Vous avez un accès en lecture seule" },
  },
  server: {
    on: "{product} sur {name}",
    bundled: "{product}, intégré",
    refuses: "Ne nous laisse pas entrer",
    refusesSince: "Ne nous laisse pas entrer {since}",
    silent: "Ne répond pas",
    silentSince: "Ne répond pas {since}",
    silentShort: "Aucune réponse",
    silentShortSince: "Aucune réponse {since}",
    notLooked: "Pas encore regardé",
    answers: "Répond",
    answersIn: "Répond en {ms, number}\u00a0ms",
    answersAtOnce: "Répond en moins de 1\u00a0ms",
  },
} as const satisfies Translated<typeof english>;
