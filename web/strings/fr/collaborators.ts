import type { Translated } from "../catalog.ts";
import type { collaborators as english } from "../en/collaborators.ts";

export const collaborators = {
  title: "Collaborateurs",
  of: "Collaborateurs de {database}",
  add: "Ajouter",
  invited: "{email} a été invité à collaborer à {database}.",
  removed: "{email} a été retiré des collaborateurs de {database}.",
  resent: "L’invitation de {email} a été renvoyée. Le lien précédent ne fonctionne plus.",
  filter: "Filtrer les collaborateurs",
  filterBy: "Filtrer par e-mail ou nom d’utilisateur",
  show: "Afficher",
  all: "Tous",
  open: "Peuvent se connecter",
  pending: "En attente",
  revoking: "En révocation",
  ended: "Accès terminés, avec reçus",
  head: { who: "Collaborateur", status: "État", level: "Niveau d’accès", now: "Accès actuel" },
  noMatchTitle: "Personne ne correspond dans la liste",
  noMatch: "Personne n’est caché pour autant\u00a0: la liste en compte {n, number}.",
  everybody: "Afficher tout le monde",
  answer: {
    nobody: "Personne ne peut encore se connecter.",
    onlyYou: "Vous seul pouvez vous connecter.",
    people: "{n, plural, one {# personne peut se connecter} other {# personnes peuvent se connecter}}",
    only: "{n, plural, one {, dont une} other {, dont #}} seulement jusqu’à ce que {silent, select, yes {le serveur réponde} other {l’accès soit clos}}.",
    making:
      "{n, plural, one {# identifiant est en cours de création.} other {# identifiants sont en cours de création.}}",
    sessions:
      "{n, plural, =0 {Aucune session n’est ouverte.} one {# session est ouverte.} other {# sessions sont ouvertes.}}",
    sessionsSeen:
      "{n, plural, =0 {Aucune session n’était ouverte} one {# session était ouverte} other {# sessions étaient ouvertes}} {when}.",
    sessionsBefore:
      "{n, plural, =0 {Aucune session n’était ouverte.} one {# session était ouverte.} other {# sessions étaient ouvertes.}}",
  },
} as const satisfies Translated<typeof english>;
