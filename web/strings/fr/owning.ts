import type { Translated } from "../catalog.ts";
import type { owning as english } from "../en/owning.ts";

export const owning: Translated<typeof english> = {
  rename: {
    title: "Nom",
    name: "Nom dans Guestlist",
    hint: "Dans PostgreSQL, elle reste {dbname}, pour qu’aucune connexion ne se rompe. Les anciens liens indiquent le nouveau nom.",
    act: "Renommer",
    renamed: "Elle s’appelle désormais {name}.",
  },
  transfer: {
    title: "Transférer la base",
    about: "À l’un de ses collaborateurs, qui en devient propriétaire en acceptant. D’ici là, elle est à vous.",
    act: "Transférer cette base",
    offered: "Elle est offerte à <address>{to}</address>, et à vous tant que l’offre n’est pas acceptée.",
    thenStays: "Ensuite, vous restez, avec un accès complet.",
    thenLeaves: "Ensuite, vous quittez la base\u00a0: votre accès prend fin, avec un reçu.",
    withdraw: "Reprendre l’offre",
    withdrawn: "L’offre est reprise.",
    dialogTitle: "Transférer la base",
    to: "Nouveau propriétaire",
    choose: "Choisissez un collaborateur",
    nobody: "Personne n’a encore accepté d’invitation. Invitez d’abord cette personne.",
    afterwards: "Une fois l’offre acceptée",
    stays: "Je reste",
    staysAbout: "Comme collaborateur avec un accès complet. Mon identifiant et son mot de passe restent.",
    leaves: "Je quitte la base",
    leavesAbout: "Mon identifiant est clos, avec un reçu.",
    gives:
      "Cette personne pourra la renommer, la transférer, la supprimer, et mettre fin à tout accès, au vôtre aussi.",
    confirm: "Offrir la base",
    announced: "{name} est offerte à {to}.",
  },
  offer: {
    title: "<address>{from}</address> vous offre la propriété de <name>{database}</name>",
    youGet: "Vous obtenez",
    youGetAbout:
      "La base\u00a0: vous décidez qui y collabore, et pouvez la renommer, la transférer et la supprimer. Votre identifiant reste.",
    they: "L’autre personne",
    theyStay: "Reste, comme collaborateur avec un accès complet.",
    theyLeave: "Quitte la base\u00a0: son accès prend fin.",
    accept: "Devenir propriétaire",
    decline: "Refuser",
    accepted: "{name} est à vous.",
    declined: "{name} reste à son propriétaire.",
  },
};
