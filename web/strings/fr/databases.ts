import type { Translated } from "../catalog.ts";
import type { databases as english } from "../en/databases.ts";

export const databases = {
  title: "Bases",
  new: "Nouvelle base",
  answer: {
    own: "<b>{people, plural, one {# personne peut} other {# personnes peuvent}}</b> se connecter à {own, plural, one {votre base} other {vos # bases}}.{revokes, plural, =0 {} one { # révocation attend un serveur.} other { # révocations attendent leurs serveurs.}}",
    shared:
      "<b>{n, plural, one {# base est partagée} other {# bases sont partagées}}</b> avec vous.{revokes, plural, =0 {} one { # révocation attend un serveur.} other { # révocations attendent leurs serveurs.}}",
  },
  filter: "Filtrer les bases",
  filterBy: "Filtrer par nom ou serveur",
  show: "Afficher",
  all: "Toutes",
  yours: "À vous",
  shared: "Partagées avec vous",
  caption: "Bases qui sont à vous ou que vous pouvez utiliser",
  head: {
    database: "Base",
    you: "Votre accès",
    who: "Qui peut se connecter",
    server: "Serveur",
    activity: "Dernière activité",
  },
  people: "{n, plural, one {# personne} other {# personnes}}",
  peopleNow:
    "{n, plural, one {# personne} other {# personnes}}, {sessions, plural, =0 {aucune session} one {# session} other {# sessions}}",
  peopleSeen:
    "{n, plural, one {# personne} other {# personnes}}, {sessions, plural, =0 {aucune session} one {# session} other {# sessions}} {when}",
  pending: "{n, number} en attente",
  making: "{n, plural, one {# identifiant en cours de création} other {# identifiants en cours de création}}",
  notShown: "les sessions ne vous sont pas montrées",
  nobodyPending: "personne en attente",
  stillOpen: "{n, plural, one {# encore ouvert} other {# encore ouverts}} après une révocation",
  isMaking: "En cours de création",
  isDeleting: "En cours de suppression",
  noMatch: "Aucune base ne correspond",
  showAll: "Afficher les {n, number}",
  none: {
    title: "Aucune base pour l’instant",
    about:
      "Créez-en une sur ce serveur, ou rattachez une base que vous avez déjà. Avant que quoi que ce soit ne soit enregistré, nous montrons ce que nous pouvons en faire, et ce que nous ne pouvons pas.",
    create: "Créer une base",
    attach: "Rattacher une base existante",
    invited:
      "Vous avez été invité à une base\u00a0? Ouvrez le lien de l’e-mail, ou regardez dans <invitations>Invitations</invitations>.",
  },
} as const satisfies Translated<typeof english>;
