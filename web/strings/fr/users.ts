import type { Translated } from "../catalog.ts";
import type { users as english } from "../en/users.ts";

export const users: Translated<typeof english> = {
  title: "Utilisateurs de base",
  titleOf: "Utilisateurs de la base {name}",
  captionOf: "Identifiants d’application de {name}",
  answer:
    "{n, plural, one {<b># identifiant d’application</b> peut se connecter} other {<b># identifiants d’application</b> peuvent se connecter}}.",
  answerNone: "Aucune application n’a d’identifiant créé par Guestlist.",
  about:
    "Pour des applications, pas pour des personnes\u00a0: invitez celles-ci comme collaborateurs, pour que chacune ait son propre identifiant.",
  add: "Ajouter",
  columns: {
    name: "Identifiant",
    state: "État",
    access: "Niveau d’accès",
    password: "Mot de passe",
    shownTo: "Montré à",
  },
  protectedUser: "venu avec la base",
  states: {
    making: "en cours de création",
    ready: "ouvert",
    deleting: "en cours de suppression",
    gone: "supprimé",
  },
  nobody: "personne",
  notShown: "–",
  level: "Niveau d’accès",
  full: "Complet",
  fullAbout: "Travaille comme le propriétaire de la base\u00a0: crée des tables, comme le font les migrations.",
  readWrite: "Lecture et écriture",
  readWriteAbout: "Lit et modifie les lignes. Ne peut pas modifier les tables.",
  readOnly: "Lecture seule",
  readOnlyAbout: "Lit les lignes. Ne modifie rien.",
  emptyTitle: "Aucune application n’a d’identifiant ici",
  emptyAbout:
    "Ajoutez-en un\u00a0: son mot de passe est montré une fois. Vous pouvez y mettre fin sans rien changer aux autres.",
  addDialog: {
    title: "Ajouter un utilisateur de base",
    name: "Nom",
    nameHint:
      "Comme PostgreSQL l’appelle\u00a0: minuscules, chiffres, tirets bas et traits d’union. Il est pris pour tout le serveur.",
    made: "{name} est créé",
    making: "{name} est en cours de création",
    makingAbout: "Il pourra servir dès que le serveur répondra.",
    done: "Terminé",
    announced: "{name} est créé. Son mot de passe est montré\u00a0: copiez-le maintenant.",
  },
  once: {
    title: "Mot de passe de {name}",
    about: "Montré une fois. Copiez-le maintenant.",
    password: "le mot de passe de {name}",
    uri: "l’URI avec le mot de passe de {name}",
    copyUri: "Copier comme URI",
    sessionsEnded: "Le mot de passe précédent ne fonctionne plus, et ses sessions sont terminées.",
    sessionsKept: "Le mot de passe précédent ne fonctionne plus. Les sessions ouvertes continuent.",
    fromNow: "L’application peut se connecter avec lui dès maintenant.",
  },
  reset: {
    entry: "Réinitialiser le mot de passe",
    title: "Réinitialiser le mot de passe",
    about: "L’application a besoin du nouveau aussitôt.",
    keep: "Laisser continuer les sessions ouvertes",
    keepAbout: "Sinon, les sessions ouvertes avec l’ancien mot de passe sont terminées.",
    act: "Réinitialiser le mot de passe",
    announced: "Le nouveau mot de passe de {name} est montré. Copiez-le maintenant.",
  },
  remove: {
    entry: "Supprimer",
    title: "Supprimer l’utilisateur de base",
    about: "Dès lors, PostgreSQL le refuse et ses sessions se terminent. Ce qu’il possède reste dans la base.",
    confirm: "Tapez {name} pour confirmer",
    act: "Supprimer {name}",
    announced: "{name} est supprimé.",
    waitingTitle: "{name} n’est pas encore supprimé",
  },
};
