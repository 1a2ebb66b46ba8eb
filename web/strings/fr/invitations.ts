import type { Translated } from "../catalog.ts";
import type { invitations as english } from "../en/invitations.ts";

export const invitations = {
  title: "Invitations",
  answer: "<b>{n, plural, one {# invitation attend} other {# invitations attendent}}</b> votre réponse.",
  noneTitle: "Aucune invitation en attente",
  none: "Quand quelqu’un invite votre adresse, l’invitation apparaît ici et arrive par e-mail. Les invitations à vos autres adresses ne sont que dans cet e-mail.",
  declinedAnnounced: "Vous avez refusé l’invitation à {database}.",
  accept: "Accepter l’invitation",
  decline: "Refuser",
  see: "Voir l’invitation",
  invites: "<address>{email}</address> vous invite à collaborer à <name>{database}</name>",
  lasts: "{level}. L’invitation est valable jusqu’au {day}.",
  offer: {
    get: "Vous recevez",
    login: "Un identifiant PostgreSQL à vous, {level}.",
    lasts: "Durée",
    always: "Jusqu’à ce que vous partiez ou que quelqu’un le révoque.",
    until: "Jusqu’au {time}, ou jusqu’à ce que vous partiez ou que quelqu’un le révoque.",
    for: "Pour",
    answerBy: "Répondre avant le",
    seen: "<long>{who}</long> et les autres personnes qui gèrent <name>{database}</name> voient votre adresse e-mail, votre nom d’utilisateur, et quand et d’où vous êtes connecté. Elles ne voient jamais votre mot de passe.",
  },
  link: {
    name: "Invitation",
    title: "Une invitation",
    nameOf: "Invitation à {database}",
    makeAccount: "Créez un compte pour répondre",
    signIn: "Connectez-vous pour répondre",
    haveAccount: "J’ai déjà un compte",
    noAccount: "Je n’ai pas encore de compte",
    anotherAddress: "une autre adresse",
    wrongTitle: "Cette invitation est pour une autre adresse",
    wrong:
      "Vous êtes connecté en tant que <person>{own}</person>. L’invitation à <name>{database}</name> a été envoyée à <person>{email}</person>, et seule cette adresse peut l’accepter. Rien n’a été utilisé.",
    goOn: "Se déconnecter et continuer en tant que <breaks>{email}</breaks>",
    stay: "Rester connecté en tant que <breaks>{own}</breaks>",
    rather:
      "Vous préférez utiliser <address>{own}</address>\u00a0? Demandez à <address>{inviter}</address> d’inviter cette adresse.",
    verifyName: "Vérifier votre adresse",
    verifyTitle: "Vérifiez d’abord votre adresse",
    verify:
      "Ce lien a été transmis de la main à la main\u00a0: il ne montre pas que <address>{email}</address> est à vous. Nous avons envoyé un e-mail à cette adresse\u00a0: ouvrez son lien, puis acceptez l’invitation à <name>{database}</name>. Rien n’a été utilisé.",
    sentAgain: "L’e-mail a été renvoyé.",
    sendAgain: "Renvoyer l’e-mail",
    declinedName: "Refusée",
    declinedTitle: "Vous avez refusé",
    declined:
      "L’invitation à <name>{database}</name> ne fonctionne plus, et aucun identifiant n’a été créé. Rien d’autre n’a changé.",
    toDatabases: "Aller à vos bases",
    noLongerTitle: "Cette invitation ne fonctionne plus",
    wholeTitle: "Ouvrez le lien entier",
    whole: "Le lien de l’e-mail finit par un long mot après un #. Il manque ici.",
    toOwn: "Voir les invitations à votre propre adresse",
  },
} as const satisfies Translated<typeof english>;
