import type { palette as english } from "../en/palette.ts";
import type { Translated } from "../catalog.ts";

export const palette = {
  placeholder: "Une base, une personne, ou ce que vous voulez faire",
  nothing: "Rien ne correspond. Essayez une partie d’un nom ou d’une adresse.",
  databases: "Bases",
  people: "Personnes",
  actions: "Actions",
  onDatabase:
    "sur {database}, {status, select, owner {propriétaire} pending {en attente} accepted {accepté} revoking {révocation en cours} other {terminé}}",
  add: "Ajouter un collaborateur à {database}",
  collaborators: "Collaborateurs de {database}",
  connect: "Se connecter à {database}",
  activity: "Activité de {database}",
  general: "Paramètres généraux de {database}",
  create: "Créer une base",
  attach: "Rattacher une base",
  everybody: "Collaborateurs de toutes les bases",
  invitations: "Invitations",
  account: "Compte",
  light: "Thème\u00a0: clair",
  dark: "Thème\u00a0: sombre",
  system: "Thème\u00a0: comme le système",
  signOut: "Se déconnecter",
} as const satisfies Translated<typeof english>;
