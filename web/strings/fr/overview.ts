import type { Translated } from "../catalog.ts";
import type { overview as english } from "../en/overview.ts";

export const overview = {
  title: "Collaborateurs",
  answer:
    "<b>{people, plural, =0 {Aucun collaborateur} one {# collaborateur} other {# collaborateurs}}</b> {people, plural, =0 {ne peut} one {peut} other {peuvent}} se connecter {databases, plural, one {à la base} other {aux # bases}} que vous possédez ou gérez.",
  unused:
    "<b>{n, number}</b> {n, plural, one {ne s’est pas connecté} other {ne se sont pas connectés}} depuis 90 jours.",
  hatched: "Hachuré\u00a0: dernier état vu. Nous ne pouvons pas regarder <name>{database}</name> pour l’instant.",
  hatchedSince:
    "Hachuré\u00a0: dernier état vu, {when}. Nous ne pouvons pas regarder <name>{database}</name> pour l’instant.",
  filter: "Filtrer les collaborateurs",
  filterBy: "Filtrer par personne ou base",
  groupBy: "Grouper",
  byPerson: "Par personne",
  byDatabase: "Par base",
  show: "Afficher",
  all: "Tous",
  unusedView: "Pas utilisés depuis 90 jours",
  ending: "Finissent bientôt",
  pending: "En attente",
  noMatch: "Personne ne correspond",
  everybody: "Afficher tout le monde",
  noneTitle: "Personne à afficher pour l’instant",
  none: "Ici figurent toutes les personnes des listes des bases qui sont à vous, ou dont vous gérez les collaborateurs.",
  toDatabases: "Aller à vos bases",
  caption: {
    person: "Collaborateurs de toutes les bases, par personne",
    database: "Collaborateurs de toutes les bases, par base",
  },
  collaborator: "Collaborateur",
  database: "Base",
  level: "Niveau d’accès",
  now: "Accès actuel",
  lastLogin: "Dernière connexion",
  login: "connexion ",
  you: "Vous",
  noAccount: "pas encore de compte",
  notSeen: "pas vu depuis le\u00a0{day}",
  actionsFor: "Actions pour {email} sur {database}",
  toCollaborators: "Aller aux collaborateurs de {database}",
  activity: "Voir l’activité",
  saved: "Le fichier est enregistré.",
  csv: "Exporter en CSV",
  json: "Exporter en JSON",
  reviews: "Revues des accès",
} as const satisfies Translated<typeof english>;
