const has = "{actor, select, you {Vous avez} us {Guestlist a} other {<who>{actorEmail}</who> a}}";
/** "Vous avez invité x", "y vous a invité" */
const hasToThem = (done: string, to: string): string =>
  `{subject, select, you {{actor, select, us {Guestlist vous a} other {<who>{actorEmail}</who> vous a}} ${done}} nobody {${has} ${done} ${to}quelqu’un} other {${has} ${done} ${to}<who>{subjectEmail}</who>}}`;
const of = (your: string, the: string): string =>
  `{subject, select, you {${your}} nobody {${the} de quelqu’un} other {${the} de <who>{subjectEmail}</who>}}`;
const level = (name: string): string =>
  `{${name}, select, full {complet} readWrite {en lecture et écriture} other {en lecture seule}}`;
const login = "<code>{login}</code>";
const ended = "{n, plural, one {# session terminée} other {# sessions terminées}}";

/** What happened, by the event's type. Values: web/events/telling.ts. The English is the contract's own (describe-event.ts). */
export const events = {
  account: {
    created: `${has} créé un compte`,
    verified: `${has} vérifié l’adresse`,
    password_changed: `${has} changé le mot de passe du compte`,
    username_changed: `${has} changé le nom d’utilisateur de <code>{from}</code> en <code>{to}</code>`,
    sessions_ended: `${has} déconnecté {n, plural, one {# navigateur} other {# navigateurs}}`,
    token_created: `${has} créé le jeton d’API <code>{name}</code>`,
    token_ended: `${has} mis fin au jeton d’API <code>{name}</code>`,
  },
  database: {
    created: `${has} créé la base`,
    attached: `${has} rattaché la base sur {server}`,
    ready: "La base est prête",
    blocked: "La base attend\u00a0: {reason}",
    changed: `${has} {change, select, move {demandé de déplacer la propriété à un rôle qui ne peut pas se connecter} keep {demandé de rendre la propriété à l’identifiant qui l’avait} owner {réservé la gestion des collaborateurs au propriétaire} other {laissé les collaborateurs qui ont un accès complet gérer les collaborateurs}}`,
    renamed: `${has} renommé la base de {from} en {to}\u00a0; dans PostgreSQL, elle garde son nom`,
    deleting: `${has} demandé de supprimer la base {data, select, drop {et ses données} other {ici, en gardant ses données}}`,
    deleted:
      "{data, select, drop {La base et ses données sont supprimées} other {La base est supprimée ici\u00a0; ses données sont gardées}}",
    ownership_moved: "La propriété est passée de <code>{from}</code> à <code>{to}</code>",
    ownership_returned: "La propriété est revenue de <code>{from}</code> à <code>{to}</code>",
  },
  transfer: {
    offered: hasToThem("proposé la base", "à "),
    accepted:
      "{actor, select, you {Vous êtes devenu propriétaire} us {Guestlist est devenu propriétaire} other {<who>{actorEmail}</who> est devenu propriétaire}}\u00a0; {subject, select, you {vous, qui en étiez propriétaire, {former, select, leaves {partez} other {gardez un accès complet}}} nobody {qui l’était avant {former, select, leaves {part} other {garde un accès complet}}} other {<who>{subjectEmail}</who>, qui en était propriétaire, {former, select, leaves {part} other {garde un accès complet}}}}",
    declined: `${has} refusé de devenir propriétaire`,
    withdrawn: `{cause, select, none {{subject, select, you {{actor, select, us {Guestlist} other {<who>{actorEmail}</who>}} a repris l’offre de la base qui vous était faite} nobody {${has} repris l’offre de la base} other {${has} repris l’offre de la base faite à <who>{subjectEmail}</who>}}} other {L’offre de la base {subject, select, you {qui vous était faite} nobody {faite à quelqu’un} other {faite à <who>{subjectEmail}</who>}} a pris fin}}`,
  },
  server: {
    unreachable:
      "{refuses, select, yes {Guestlist ne peut plus travailler sur le serveur {server}\u00a0: {reason}} other {Le serveur {server} ne répond plus}}",
    answered:
      "{refuses, select, yes {Guestlist peut de nouveau travailler sur le serveur {server}} other {Le serveur {server} répond de nouveau}}",
    timeline_changed: "Le serveur {server} a basculé, ou a été restauré depuis une sauvegarde",
  },
  collaborator: {
    invited: `${hasToThem("invité", "")} avec un accès ${level("level")}`,
    accepted: `${has} accepté l’invitation`,
    access_changed: `{change, select, level {${has} fait passer ${of("votre accès", "l’accès")} de ${level("fromLevel")} à ${level("toLevel")}} end {${has} fixé la fin ${of("de votre accès", "de l’accès")} au {until}} other {${has} retiré la date de fin ${of("de votre accès", "de l’accès")}}}`,
    end_announced: `${has} annoncé que ${of("votre accès", "l’accès")} prend fin le {until}`,
    revoking: `{cause, select, expired {${of("Votre accès", "L’accès")} a atteint sa date de fin} by_hand {Un administrateur a mis fin ${of("à votre accès", "à l’accès")} à la main dans PostgreSQL} other {${has} révoqué ${of("votre accès", "l’accès")}}}`,
    left: "{actor, select, you {Vous avez quitté la base} us {Guestlist a quitté la base} other {<who>{actorEmail}</who> a quitté la base}}",
    ended: `${of("Votre accès", "L’accès")} a pris fin{receipt, select, none {, avant qu’il y ait un identifiant} other {}}`,
  },
  invitation: {
    resent: `${has} renvoyé ${of("votre invitation", "l’invitation")}`,
    link_copied: `${has} créé un lien pour ${of("votre invitation", "l’invitation")}`,
    mail_failed:
      "L’invitation {subject, select, you {qui vous était envoyée} nobody {envoyée} other {envoyée à <who>{subjectEmail}</who>}} <stop>n’a pas pu être remise</stop>\u00a0: {reason}",
    declined: `${has} refusé l’invitation`,
    withdrawn: `${has} retiré ${of("votre invitation", "l’invitation")}`,
    expired: `${of("Votre invitation", "L’invitation")} a expiré`,
  },
  login: {
    ready: `${of("Votre identifiant", "L’identifiant")}, ${login}, est prêt avec un accès ${level("level")}`,
    blocked: `${of("Votre identifiant", "L’identifiant")} <move>attend\u00a0:</move> {reason}`,
    password_changed: `${has} créé un nouveau mot de passe`,
    dropped: `L’identifiant ${login} a été supprimé`,
  },
  database_user: {
    created: `${has} demandé un identifiant d’application, ${login}, avec un accès ${level("level")}`,
    ready: `L’identifiant d’application ${login} est prêt`,
    blocked: `L’identifiant d’application ${login} <move>attend\u00a0:</move> {reason}`,
    deleting: `${has} demandé de supprimer l’identifiant d’application ${login}`,
    deleted: `L’identifiant d’application ${login} est supprimé\u00a0; ${ended}, {moved, plural, one {# objet transféré} other {# objets transférés}}{heir, select, none {} other { à <code>{heir}</code>}}`,
    password_changed: `${has} créé un nouveau mot de passe pour l’identifiant d’application ${login}{counted, select, yes {\u00a0; ${ended}} other {}}`,
  },
  firewall_rule: {
    added: `${has} ajouté au pare-feu\u00a0: <code>{cidr}</code>`,
    removed: `${has} retiré du pare-feu\u00a0: <code>{cidr}</code>`,
  },
  firewall: {
    enforced: `PostgreSQL suit le pare-feu\u00a0: {rules, plural, one {# règle} other {# règles}}, ${ended}`,
  },
  closure: {
    decided: `${has} {decision, select, rotated {renouvelé} removed {retiré} other {gardé}} <code>{name}</code>, que {subject, select, you {vous pouviez} nobody {quelqu’un pouvait} other {<who>{subjectEmail}</who> pouvait}} encore utiliser (reçu {receipt})`,
  },
  review: {
    started: `${has} commencé la revue des accès {review}`,
    decided: `{decision, select, keep {${has} gardé ${of("votre accès", "l’accès")}} other {${has} mis fin ${of("à votre accès", "à l’accès")}}} dans la revue des accès {review}`,
    finished: `${has} terminé la revue des accès {review}\u00a0: {kept, plural, one {# accès gardé} other {# accès gardés}}, {ended, plural, one {# terminé} other {# terminés}}`,
    discarded: `${has} abandonné la revue des accès {review}`,
  },
  access: {
    drift_found: "<stop>Écart\u00a0:</stop> {found}, hors de Guestlist",
    repaired: "Réparé\u00a0: {what}",
  },
};
