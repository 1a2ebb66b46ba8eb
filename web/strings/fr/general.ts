import type { Translated } from "../catalog.ts";
import type { general as english } from "../en/general.ts";

export const general = {
  title: "Général",
  of: "Paramètres de {database}",
  mayNot: "Vous n’y êtes pas autorisé ici.",
  owner: "Propriétaire",
  server: "Serveur",
  inPostgres: "Dans PostgreSQL",
  since: "<code>{dbname}</code>, {kind, select, created {créée ici} other {rattachée}} le {time}",
  ownedBy: "Appartient à",
  owned: {
    made: "Un rôle qui ne se connecte jamais",
    kept: "Comme avant\u00a0: le propriétaire peut se connecter, l’accès complet est donc refusé",
    moving: "Passe à un rôle qui ne se connecte jamais",
    moved: "Passée à un rôle qui ne se connecte jamais",
    returning: "Revient à l’identifiant qui en était propriétaire",
  },
  ownership: {
    title: "Propriété dans PostgreSQL",
    canLogIn:
      "L’identifiant qui en est propriétaire peut se connecter, l’accès complet est donc refusé\u00a0: un membre pourrait changer le mot de passe de cet identifiant et revenir avec lui.",
    neverLogsIn: "Elle appartient à un rôle qui ne se connecte jamais\u00a0: un accès complet peut être donné.",
    unknown: "Ce qui changerait n’est pas encore connu.",
    about:
      "Les objets sont déplacés par lots qui n’attendent personne plus de deux secondes. Vous pourrez revenir en arrière ici.",
    move: {
      title: "Déplacer la propriété",
      act: "La confier à un rôle qui ne se connecte jamais",
      announced: "La propriété est en cours de déplacement.",
    },
    keep: {
      title: "Rendre la propriété",
      act: "La rendre à l’identifiant qui l’avait",
      announced: "La propriété est en cours de restitution.",
    },
  },
  managers: {
    title: "Qui gère les collaborateurs",
    legend: "Peut inviter, modifier et révoquer",
    full: "Le propriétaire et toute personne qui a un accès complet",
    fullAbout: "Personne ne peut donner plus qu’il n’a.",
    owner: "Le propriétaire seul",
    ownerAbout: "Les autres voient la liste, et peuvent quitter la base. Leurs invitations en attente sont retirées.",
    save: "Enregistrer",
    saved: "Enregistré.",
  },
  remove: {
    title: "Supprimer la base",
    consequence:
      "Dans PostgreSQL, il est d’abord mis fin à chaque accès, avec son reçu. Ensuite, la base est retirée de Guestlist.",
    opens: "Supprimer cette base",
    about:
      "Met fin, dans PostgreSQL, à l’accès de {people, plural, one {# personne} other {# personnes}} et retire {invitations, plural, one {# invitation} other {# invitations}}.",
    data: "Les données",
    keep: "Les garder",
    keepAbout: "La base reste sur son serveur, sans Guestlist.",
    drop: "Les supprimer",
    dropAbout: "Les tables et les lignes disparaissent définitivement.",
    attached: "Elle a été rattachée\u00a0: ses données restent où elles sont.",
    confirm: "Tapez {name} pour confirmer",
    act: "Supprimer {name}",
    actWithData: "Supprimer {name} et ses données",
    announced: "{name} est supprimée.",
  },
} as const satisfies Translated<typeof english>;
