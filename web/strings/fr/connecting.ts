import type { Translated } from "../catalog.ts";
import type { connecting as english } from "../en/connecting.ts";

export const connecting = {
  title: "Me connecter",
  about: "Votre propre identifiant. Personne d’autre n’a son mot de passe, et nous ne le conservons pas.",
  making: "Votre identifiant est en cours de création.",
  unusable: "Votre identifiant ne peut pas servir pour l’instant.",
  showAs: "Afficher pour",
  psqlCommand: "la commande psql",
  textFor: "le texte pour {program}",
  host: "Hôte",
  port: "Port",
  database: "Base",
  login: "Identifiant",
  notMade: "pas encore créé",
  password: {
    first: "Créer mon mot de passe",
    another: "Créer un nouveau mot de passe",
    notReady: "Votre identifiant n’est pas encore prêt.",
    announced: "Votre nouveau mot de passe est affiché. Copiez-le maintenant.",
    title: "Votre nouveau mot de passe",
    once: "Affiché une seule fois. Copiez-le maintenant.",
    what: "le nouveau mot de passe",
    before: "Le mot de passe précédent a cessé de fonctionner {when}. Les sessions ouvertes continuent.",
    fromNow: "Vous pouvez dès maintenant vous connecter avec lui.",
    uri: "l’URI avec le nouveau mot de passe",
    copyUri: "Copier comme URI",
  },
  recent: "Activité récente",
  nothingHappened: "Rien ne s’est encore passé.",
  aside: "Accès actuel",
  connected: {
    now: "Connectés en ce moment",
    lastSeen: "Connectés, au dernier relevé",
    nobody: "Personne",
    nobodySeen: "Personne {when}",
    some: "{n, plural, one {# session} other {# sessions}} de {people, plural, one {# personne} other {# personnes}}",
    someSeen:
      "{n, plural, one {# session} other {# sessions}} de {people, plural, one {# personne} other {# personnes}} {when}",
    as: "{n, plural, one {# session} other {# sessions}} avec <code>{login}</code>",
  },
  who: {
    title: "Qui peut se connecter",
    people: "{n, plural, one {# personne} other {# personnes}}.",
    besides: "{clauses}.",
    making:
      "{n, plural, one {# identifiant est en cours de création} other {# identifiants sont en cours de création}}",
    pending: "{n, plural, one {# invitation est en attente} other {# invitations sont en attente}}",
    revoking: "{n, plural, one {# accès est en cours de clôture} other {# accès sont en cours de clôture}}",
    manage: "Gérer les collaborateurs",
    see: "Voir les collaborateurs",
  },
} as const satisfies Translated<typeof english>;
