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
  filterBy: "Filtrer par e-mail ou nom",
  show: "Afficher",
  all: "Tous",
  open: "Peuvent se connecter",
  pending: "En attente",
  revoking: "En révocation",
  ended: "Accès terminés, avec reçus",
  review: "Revoir les accès",
  head: { who: "Collaborateur", status: "État", level: "Niveau d’accès", now: "Accès actuel" },
  noMatchTitle: "Personne ne correspond dans la liste",
  noMatch: "Personne n’est caché pour autant\u00a0: la liste en compte {n, number}.",
  everybody: "Afficher tout le monde",
  answer: {
    nobody: "Personne ne peut encore se connecter.",
    onlyYou: "Vous seul pouvez vous connecter.",
    people: "{n, plural, one {# personne peut se connecter} other {# personnes peuvent se connecter}}",
    only: "{n, plural, one {, dont une} other {, dont #}} seulement jusqu’à ce que {silent, select, yes {le serveur réponde} refuses {le serveur nous laisse entrer} other {l’accès soit clos}}.",
    making:
      "{n, plural, one {# identifiant est en cours de création.} other {# identifiants sont en cours de création.}}",
    sessions:
      "{n, plural, =0 {Aucune session n’est ouverte.} one {# session est ouverte.} other {# sessions sont ouvertes.}}",
    sessionsSeen:
      "{n, plural, =0 {Aucune session n’était ouverte} one {# session était ouverte} other {# sessions étaient ouvertes}} {when}.",
    sessionsBefore:
      "{n, plural, =0 {Aucune session n’était ouverte.} one {# session était ouverte.} other {# sessions étaient ouvertes.}}",
  },
  row: {
    you: "Vous",
    noAccount: "pas encore de compte",
    until: "jusqu’au {day}",
    since: "depuis le {day}",
    expired: "en attente, expirée",
    status: {
      owner: "propriétaire",
      pending: "en attente",
      accepted: "accepté",
      revoking: "révocation en cours",
      ended: "terminé",
    },
  },
  menu: {
    for: "Actions pour {email} sur {database}",
    resend: "Renvoyer l’invitation",
    copyLink: "Copier le lien d’invitation",
    progress: "Voir l’avancement",
    level: "Changer le niveau d’accès",
    end: "Fixer une date de fin",
    receipt: "Voir le reçu",
    activity: "Voir l’activité",
    revoke: "Révoquer l’accès",
    mayNot: "Vous n’y êtes pas autorisé ici.",
  },
  alone: {
    title: "Personne d’autre n’est sur la liste",
    about:
      "Ajoutez une personne par son adresse e-mail. Dès qu’elle accepte, elle reçoit un identifiant PostgreSQL à elle : pas de mot de passe partagé, et vous pouvez y mettre fin séparément.",
  },
  coverage: {
    reach:
      "En lecture seule, {read, number} {of, plural, one {table sur # peut être lue} other {tables sur # peuvent être lues}} ; en lecture et écriture, {written, plural, one {# sur {of, number} peut être modifiée} other {# sur {of, number} peuvent être modifiées}}.",
    none: "Il n’y a pas encore de table que la lecture seule ou la lecture et écriture puissent atteindre.",
    exceptions: "Avec {n, plural, one {# exception} other {# exceptions}}",
    more: "Et {n, number} de plus.",
    measured: "Mesuré le {time}",
  },
  silent: {
    open: "<name>{database}</name> ne répond pas : l’accès est encore ouvert, et sera fermé dès que la base répondra.",
    openRefused:
      "Nous ne pouvons pas travailler sur <name>{database}</name> ({reason})\u00a0: l’accès est encore ouvert, et sera fermé quand ce sera réparé.",
    refused:
      "Nous ne pouvons pas travailler sur <name>{database}</name> ({reason}).{seen, select, seen { Dernier état connu\u00a0: {time}.} other {}}",
    never: "<name>{database}</name> ne répond pas.",
    seen: "<name>{database}</name> ne répond pas. Dernier état connu : {time}.",
    waiting: "{n, plural, one {Une révocation attend} other {# révocations attendent}} : <people>{emails}</people>.",
    lastNextIn: "Dernier essai il y a {last, number} s, prochain dans {next, number} s.",
    lastNextNow: "Dernier essai il y a {last, number} s, prochain maintenant.",
    last: "Dernier essai il y a {last, number} s.",
    nextIn: "prochain essai dans {next, number} s.",
    nextNow: "prochain essai maintenant.",
  },
  ends: {
    label: "Fin de l’accès",
    never: "Quand quelqu’un le révoque",
    days: "Dans {n, number} jours",
    date: "À une date",
    lastDay: "Dernier jour",
  },
  addDialog: {
    title: "Ajouter un collaborateur",
    about: "à <name>{database}</name>",
    lasts: "L’invitation est valable 7 jours et ne sert qu’une fois.",
    email: "Adresse e-mail",
  },
  change: {
    about: "<address>{email}</address> sur <name>{database}</name>",
    changed: "L’accès de {email} a été modifié.",
    waits: "Le changement attend",
    withdraws:
      "{n, plural, one {# invitation envoyée par cette personne sera retirée} other {# invitations envoyées par cette personne seront retirées}}\u00a0: seul un accès complet permet d’inviter.",
    setEnd: "Fixer la date de fin",
    endsNow: "Pour l’instant, l’accès prend fin le {time}.",
  },
  link: {
    title: "Lien d’invitation",
    about: "pour <address>{email}</address>",
    what: "le lien d’invitation",
    once: "Affiché une seule fois. Il fonctionne jusqu’au {time}, et seulement pour la personne qui se connecte avec <address>{email}</address> et a vérifié cette adresse\u00a0: un lien transmis de la main à la main ne prouve rien à lui seul.",
  },
  mailWaits:
    "Aucun serveur de courrier n’est configuré\u00a0: l’e-mail attend dans la <mailbox>boîte d’envoi de ce serveur</mailbox>.",
} as const satisfies Translated<typeof english>;
