/** Drift that was found, and steps that repaired it: clauses, put into other sentences. */
export const steps = {
  "could log in again": "pouvait de nouveau se connecter",
  "was made a member of a role again": "est redevenu membre d’un rôle",
  "the ended login {login} {said}": "l’identifiant terminé {login} {said}",
  "the role {role}, which the login {login} had before, {said}":
    "le rôle {role}, que l’identifiant {login} avait auparavant, {said}",
  "the login {login} is closed": "l’identifiant {login} est fermé",
  "was not allowed to log in": "n’était pas autorisé à se connecter",
  "was given {list}": "a reçu {list}",
  "had a connection limit of {n}": "avait une limite de {n, plural, one {# connexion} other {# connexions}}",
  "the login {login} {said}": "l’identifiant {login} {said}",
  "the role {role} had lost the comment that says what it is":
    "le rôle {role} avait perdu le commentaire qui dit ce qu’il est",
  "the login {login} was dropped": "l’identifiant {login} a été supprimé",
  "the login {login} was renamed to {other}": "l’identifiant {login} a été renommé en {other}",
  "the login {login} was made a member of {role}": "l’identifiant {login} a été fait membre de {role}",
  "the login {login} had lost its {level} access":
    "l’identifiant {login} avait perdu son accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "the settings of the login {login} in {database} were changed":
    "les réglages de l’identifiant {login} dans {database} ont été modifiés",
  "the application's login {login} {said}": "l’identifiant d’application {login} {said}",
  "the application's login {login} was dropped": "l’identifiant d’application {login} a été supprimé",
  "the application's login {login} was renamed to {other}":
    "l’identifiant d’application {login} a été renommé en {other}",
  "everybody was let connect to {database}": "tout le monde a été autorisé à se connecter à {database}",
  "nobody was let connect to {database}": "personne n’était autorisé à se connecter à {database}",
  "the database {database} had a connection limit of {n}":
    "la base {database} avait une limite de {n, plural, one {# connexion} other {# connexions}}",
  "the setting {name} of {database} kept everybody out": "le réglage {name} de {database} ne laissait entrer personne",
  "{list} could not connect to {database}": "{list} ne pouvait pas se connecter à {database}",
  "everybody was let create in the schema public of {database}":
    "tout le monde a été autorisé à créer dans le schéma public de {database}",
  "the owner role {role} could log in": "le rôle propriétaire {role} pouvait se connecter",
  "the role {role} could log in": "le rôle {role} pouvait se connecter",
  "the role {role} was changed": "le rôle {role} a été modifié",
  "the role {role} was made a member of {other}": "le rôle {role} a été fait membre de {other}",
  "the role {role} had more than {level} access":
    "le rôle {role} avait plus que l’accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "the login {login} had more of its own than {level} access":
    "l’identifiant {login} avait lui-même plus que l’accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "the owner role {role} was changed": "le rôle propriétaire {role} a été modifié",
  "Make the admin connection a member of {role}": "Faire de la connexion d’administration un membre de {role}",
  "Make the admin connection a member of {role}, which owns {database}":
    "Faire de la connexion d’administration un membre de {role}, qui possède {database}",
  "Drop the role {role}": "Supprimer le rôle {role}",
  "Take the database {database} from {role}": "Retirer la base {database} à {role}",
  "Let nobody connect to {database} any more": "Ne plus laisser personne se connecter à {database}",
  "Drop the database {database}": "Supprimer la base {database}",
  "Take back what both groups were granted in {database}": "Reprendre ce que les deux groupes ont reçu dans {database}",
  "Make the login {login}": "Créer l’identifiant {login}",
  "Make the login {login} with {level} access":
    "Créer l’identifiant {login} avec un accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "Make {role} a member of {other}, which owns {database}":
    "Faire de {role} un membre de {other}, à qui appartient {database}",
  "Have {role} work as {other} in {database}": "Faire travailler {role} comme {other} dans {database}",
  "Let {role} create in the schema public": "Laisser {role} créer dans le schéma public",
  "Move {name} from {role} to {other}": "Déplacer {name} de {role} à {other}",
  "Move {name} from {role} to {other}: {said}": "Déplacer {name} de {role} à {other}\u00a0: {said}",
  "Move {n} objects from {role} to {other}":
    "Transférer {n, plural, one {# objet} other {# objets}} de {role} à {other}",
  "Let the admin own the subscription {name}": "Donner l’abonnement {name} à l’administrateur",
  "Let {role} use what others own in {database}": "Laisser {role} utiliser ce que d’autres possèdent dans {database}",
  "Refuse new logins of {login}": "Refuser les nouvelles connexions de {login}",
  "Remove {n} memberships": "Retirer {n, plural, one {# appartenance} other {# appartenances}}",
  "Take {list} on {name} from everybody": "Retirer {list} sur {name} à tout le monde",
  "Remove {name}": "Retirer {name}",
  "Set a new password for {login}": "Donner un nouveau mot de passe à {login}",
  "Take the password of {login}": "Retirer le mot de passe de {login}",
  "Let {role} own {database} again": "Rendre {database} à {role}",
  "Take back what {role} was granted in {database}": "Reprendre ce que {role} a reçu dans {database}",
  "End the membership of {role} in {other}": "Mettre fin à l’appartenance de {role} à {other}",
  "Take back what others than the owners granted to {role} in {database}":
    "Reprendre ce que d’autres que les propriétaires ont donné à {role} dans {database}",
  "Roll back the prepared transaction {name} of {login}": "Annuler la transaction préparée {name} de {login}",
  "Make the role {role}, which cannot log in": "Créer le rôle {role}, qui ne peut pas se connecter",
  "Create the database {database}, owned by {role}": "Créer la base {database}, propriété de {role}",
  "Let only those who were let in connect to {database}":
    "Ne laisser se connecter à {database} que les personnes admises",
  "Let only those who were let in create in the schema {schema}":
    "Ne laisser créer dans le schéma {schema} que les personnes admises",
  "Let people connect to {database} again": "Laisser de nouveau les gens se connecter à {database}",
  "Let {list} connect to {database}": "Laisser {list} se connecter à {database}",
  "Make the application's login {login}": "Créer l’identifiant d’application {login}",
  "Make the application's login {login} with {level} access":
    "Créer l’identifiant d’application {login} avec un accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "Set the application's login {login} to what it may do":
    "Remettre l’identifiant d’application {login} à ce qu’il peut faire",
  "Set the application's login {login} to what it may do, and end its sessions":
    "Remettre l’identifiant d’application {login} à ce qu’il peut faire, et terminer ses sessions",
  "Give the login {login} its name back": "Rendre son nom à l’identifiant {login}",
  "Give the role {role} its comment back": "Rendre son commentaire au rôle {role}",
  "Set the login {login} to what it may do": "Remettre l’identifiant {login} à ce qu’il peut faire",
  "Set the login {login} to what it may do, and end its sessions":
    "Remettre l’identifiant {login} à ce qu’il peut faire, et terminer ses sessions",
  "Give the login {login} {level} access, and that alone":
    "Donner à l’identifiant {login} un accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}, et rien d’autre",
  "Give the login {login} {level} access, and that alone, and end its sessions":
    "Donner à l’identifiant {login} un accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}, et rien d’autre, et terminer ses sessions",
  "Let both groups use what is in the schema {schema}":
    "Laisser les deux groupes utiliser ce qui est dans le schéma {schema}",
  "Let both groups use what {owner} will create": "Laisser les deux groupes utiliser ce que {owner} créera",
  "Take back what was changed on the owner role {role}":
    "Reprendre ce qui a été modifié sur le rôle propriétaire {role}",
  "Take back what was changed on the owner role {role}, and end its sessions":
    "Reprendre ce qui a été modifié sur le rôle propriétaire {role}, et terminer ses sessions",
  "Take back what was changed on the role {role}, and end its sessions":
    "Reprendre ce qui a été modifié sur le rôle {role}, et terminer ses sessions",
  "Take {role} out of what it was made a member of": "Retirer {role} de ce dont il a été fait membre",
  "Take {role} out of what it was made a member of, and end its members' sessions":
    "Retirer {role} de ce dont il a été fait membre, et terminer les sessions de ses membres",
  "Take back what the role {role} had beyond {level} access":
    "Reprendre ce que le rôle {role} avait au-delà de l’accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "Take back what the login {login} had of its own beyond {level} access":
    "Reprendre ce que l’identifiant {login} avait lui-même au-delà de l’accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}",
  "Take back what {grantor} granted to {role}": "Reprendre ce que {grantor} a accordé à {role}",
  "Take {n} objects in {database} from {role}":
    "Retirer {n, plural, one {# objet} other {# objets}} de {database} à {role}",
  "Take {n} objects and the grants in {database} from {role}":
    "Retirer {n, plural, one {# objet} other {# objets}} et les droits de {database} à {role}",
  "Take the {what} from {role}": "Retirer à {role} {what}",
  "Take back what {grantor} granted to {role} in {database}":
    "Reprendre ce que {grantor} a accordé à {role} dans {database}",
  "pg_hba.conf was changed, which holds the firewall": "pg_hba.conf, qui porte le pare-feu, a été modifié",
  "pg_hba.conf says again what the firewall rules say":
    "pg_hba.conf dit de nouveau ce que disent les règles du pare-feu",
};
