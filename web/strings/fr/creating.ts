import type { Translated } from "../catalog.ts";
import type { creating as english } from "../en/creating.ts";

export const creating = {
  databases: "Bases",
  title: "Nouvelle base",
  how: "Comment",
  create: "Créer",
  attachExisting: "Rattacher une base existante",
  new: {
    name: "Nom",
    example: "ma-base-dediee",
    nameRule:
      "6 à 48 caractères\u00a0: minuscules sans accent, chiffres et traits d’union\u00a0; une lettre au début, pas de trait d’union à la fin.",
    about:
      "Son rôle propriétaire n’a pas de mot de passe et ne se connecte jamais. Votre application reçoit son propre identifiant, et chaque personne aussi, vous compris.",
    act: "Créer la base",
    done: "<name>{database}</name> est créée",
    application: "Pour votre application",
    once: "Affiché une seule fois. Copiez-le maintenant.",
    uri: "l’URI de connexion",
    notPerson: "C’est un identifiant de l’application, pas d’une personne. Nous ne conservons pas son mot de passe.",
    toDatabase: "Aller à la base",
    addCollaborators: "Ajouter des collaborateurs",
  },
  attach: {
    title: "Rattacher une base",
    admin: "Connexion d’administration",
    adminHint:
      "L’URL d’un rôle PostgreSQL qui peut créer des rôles\u00a0; il n’a pas besoin d’être superutilisateur. Nous regardons d’abord et n’enregistrons rien.",
    example: "postgres://admin:mot_de_passe@db.example.com:5432/name?sslmode=verify-full",
    look: "Regarder",
    looking: "Nous regardons…",
    name: "Nom dans Guestlist",
    ownership: "Propriété",
    keep: "La laisser telle quelle",
    keepAbout:
      "{owner} reste propriétaire et peut se connecter. Les collaborateurs reçoivent un accès en lecture et écriture ou en lecture seule\u00a0; l’accès complet est refusé, car un membre pourrait changer le mot de passe de cet identifiant et revenir avec lui.",
    move: "La confier à un rôle qui ne se connecte jamais",
    moveAbout: "Les collaborateurs peuvent recevoir un accès complet. Ce qui change est indiqué ci-dessous.",
    changes: "Ce que ce déplacement change",
    noChange: "Rien n’est à déplacer.",
    act: "Rattacher la base",
    another: "Utiliser une autre connexion",
  },
  findings: {
    attachable: "Elle peut être rattachée",
    notYet: "Elle ne peut pas encore être rattachée",
    at: "{dbname} sur {host}:{port}",
    as: "en tant que {role}{superuser, select, yes { (superutilisateur)} other {}}",
    refuses: "<hidden>À corriger\u00a0: </hidden>{message}",
    limits: "<hidden>À savoir\u00a0: </hidden>{message}",
    fine: "<hidden>En ordre\u00a0: </hidden>{message}",
  },
} as const satisfies Translated<typeof english>;
