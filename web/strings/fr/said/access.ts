/** What server/access says: of logins, coverage, closures and what they leave. */
export const access = {
  "A login owns {database} in PostgreSQL that its owner of today knows. They have to move the ownership first.":
    "Dans PostgreSQL, {database} appartient à un identifiant que son propriétaire actuel connaît. Il doit d’abord en déplacer la propriété.",
  "{email} is on the list already. Withdraw that invitation first.":
    "{email} est déjà sur la liste. Retirez d’abord cette invitation.",
  "objects in {database}, which lets nobody connect": "des objets dans {database}, où personne ne peut se connecter",
  "its clean-up goes on": "son nettoyage se poursuit",
  "{database} cannot be looked into: {said}": "{database} ne peut pas être examinée\u00a0: {said}",
  "{database} cannot be looked into: {said}.": "{database} ne peut pas être examinée\u00a0: {said}.",
  "A role named {role} exists on the server, and is not Guestlist's.":
    "Un rôle nommé {role} existe sur le serveur et n’est pas à Guestlist.",
  "A role named {role} exists on that server already, and is not Guestlist's.":
    "Un rôle nommé {role} existe déjà sur ce serveur et n’est pas à Guestlist.",
  "The role {role} has the OID of {login}, and the role {other} has its comment: take that comment off the one that it does not belong to.":
    "Le rôle {role} a l’OID de {login}, et le rôle {other} a son commentaire\u00a0: retirez ce commentaire à celui des deux auquel il n’appartient pas.",
  "The role {role} has another comment of Guestlist's than its own: take it off, and it is known by its OID and its name.":
    "Le rôle {role} a un autre commentaire de Guestlist que le sien\u00a0: retirez-le, et le rôle sera reconnu à son OID et à son nom.",
  "The role {role} has the OID of {login}, and neither its name nor its comment: give it its name back, or its comment, {name}.":
    "Le rôle {role} a l’OID de {login}, mais ni son nom ni son commentaire\u00a0: rendez-lui son nom, ou son commentaire, {name}.",
  "A role named {role} exists on the server of {database} already. Choose another name.":
    "Un rôle nommé {role} existe déjà sur le serveur de {database}. Choisissez un autre nom.",
  "The role {role} was given power: nothing is moved to it until that is taken back.":
    "Le rôle {role} a reçu des pouvoirs\u00a0: rien ne lui est transféré tant qu’ils ne sont pas repris.",
  "{n} dependencies": "{n, plural, one {# dépendance} other {# dépendances}}",
  "{database}: {n} dependencies": "{database}\u00a0: {n, plural, one {# dépendance} other {# dépendances}}",
  "It owns a subscription, which would stop with it. Give that another owner, and it is deleted then.":
    "Il possède un abonnement, qui s’arrêterait avec lui. Donnez à celui-ci un autre propriétaire, et l’identifiant sera supprimé.",
  "{role} owns a database, a tablespace or a subscription: give that another owner.":
    "{role} possède une base, un espace de tables ou un abonnement\u00a0: donnez-lui un autre propriétaire.",
  "{n} sessions do not end.": "{n, plural, one {# session ne se termine pas} other {# sessions ne se terminent pas}}.",
  "The proof has no answer.": "La preuve est restée sans réponse.",
  "New logins are refused and no session is left, but its role is not dropped yet: {said}":
    "Les nouvelles connexions sont refusées et il ne reste aucune session, mais son rôle n’est pas encore supprimé\u00a0: {said}",
  "The role {role} is not dropped yet: {said}": "Le rôle {role} n’est pas encore supprimé\u00a0: {said}",
  "This access is being closed.": "Cet accès est en cours de clôture.",
  "The ownership of this database is being moved. Your own login comes with it.":
    "La propriété de cette base est en cours de déplacement. Votre propre identifiant viendra avec elle.",
  "You attached this database with its own logins. Move its ownership to have a login of your own here.":
    "Vous avez rattaché cette base avec ses propres identifiants. Déplacez-en la propriété pour avoir ici votre propre identifiant.",
  "{database} does not answer (no reason known). Your login is made as soon as it does.":
    "{database} ne répond pas (raison inconnue). Votre identifiant sera créé dès qu’elle répondra.",
  "{database} does not answer ({said}). Your login is made as soon as it does.":
    "{database} ne répond pas ({said}). Votre identifiant sera créé dès qu’elle répondra.",
  "{database} does not answer ({said}), so the password was not changed. Try again when it does.":
    "{database} ne répond pas ({said})\u00a0: le mot de passe n’a donc pas été changé. Réessayez quand elle répondra.",
  "{database} does not answer ({said}), so the password of {login} was not changed. Try again when it does.":
    "{database} ne répond pas ({said})\u00a0: le mot de passe de {login} n’a donc pas été changé. Réessayez quand elle répondra.",
  "Guestlist cannot work on {database} ({said}). Your login is made once that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said}). Votre identifiant sera créé quand ce sera réparé.",
  "Guestlist cannot work on {database} ({said}), so the password was not changed.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: le mot de passe n’a donc pas été changé.",
  "Guestlist cannot work on {database} ({said}), so the password of {login} was not changed.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: le mot de passe de {login} n’a donc pas été changé.",
  "{database} cannot be looked into ({said}), so nothing was removed. Try again when it can.":
    "{database} ne peut pas être examinée ({said})\u00a0: rien n’a donc été retiré. Réessayez quand elle pourra l’être.",
  "For {level}: {said}":
    "En {level, select, readOnly {lecture seule} readWrite {lecture et écriture} other {accès complet}}\u00a0: {said}",
  "the admin connection has no rights on {owner}": "la connexion d’administration n’a aucun droit sur {owner}",
  "it came while we looked, and the next look, within a minute, covers it":
    "c’est apparu pendant que nous regardions\u00a0; nous y revenons d’ici une minute",
  "policies of the table apply to everybody but its owner":
    "les politiques de la table s’appliquent à tous sauf à son propriétaire",
  "EXECUTE was taken from everybody, and no level gives it back":
    "EXECUTE a été retiré à tout le monde, et aucun niveau d’accès ne le rend",
  "no level covers large objects": "aucun niveau d’accès ne couvre les grands objets",
  "no level covers foreign servers": "aucun niveau d’accès ne couvre les serveurs distants",
  "the schema {schema} belongs to {owner} and cannot be granted, so its [1 table is|{n} tables are] out of reach.":
    "le schéma {schema} appartient à {owner} et aucun droit ne peut y être donné\u00a0: {n, plural, one {sa table est} other {ses # tables sont}} hors d’atteinte.",
  "the schema {schema} belongs to {owner} and is not granted yet: {said}, so its [1 table is|{n} tables are] out of reach.":
    "le schéma {schema} appartient à {owner} et aucun droit n’y est encore donné ({said})\u00a0: {n, plural, one {sa table est} other {ses # tables sont}} hors d’atteinte.",
  "{n} [table|tables] in schema {schema} [belongs|belong] to {owner} and cannot be granted.":
    "{n, plural, one {# table du schéma {schema} appartient} other {# tables du schéma {schema} appartiennent}} à {owner}\u00a0: aucun droit ne peut y être donné.",
  "{n} [table|tables] in schema {schema} [belongs|belong] to {owner} and [is|are] not granted yet: {said}.":
    "{n, plural, one {# table du schéma {schema} appartient} other {# tables du schéma {schema} appartiennent}} à {owner}, sans droits donnés pour l’instant\u00a0: {said}.",
  "{n} [sequence|sequences] in schema {schema} [belongs|belong] to {owner} and cannot be granted.":
    "{n, plural, one {# séquence du schéma {schema} appartient} other {# séquences du schéma {schema} appartiennent}} à {owner}\u00a0: aucun droit ne peut y être donné.",
  "{n} [sequence|sequences] in schema {schema} [belongs|belong] to {owner} and [is|are] not granted yet: {said}.":
    "{n, plural, one {# séquence du schéma {schema} appartient} other {# séquences du schéma {schema} appartiennent}} à {owner}, sans droits donnés pour l’instant\u00a0: {said}.",
  "what {owner} creates from now on cannot be granted in advance.":
    "ce que {owner} crée désormais ne peut pas être accordé d’avance.",
  "row-level security applies to {n} [table|tables] of {owner} in schema {schema}: its policies decide which rows are seen.":
    "la sécurité au niveau des lignes s’applique à {n, plural, one {# table} other {# tables}} de {owner} dans le schéma {schema}\u00a0: ses politiques décident des lignes visibles.",
  "{n} [function|functions] of {owner} in schema {schema} cannot be called: EXECUTE was taken from everybody.":
    "{n, plural, one {# fonction de {owner} dans le schéma {schema} ne peut pas être appelée} other {# fonctions de {owner} dans le schéma {schema} ne peuvent pas être appelées}}\u00a0: EXECUTE a été retiré à tout le monde.",
  "{n} large [object|objects] of {owner} cannot be read.":
    "{n, plural, one {# grand objet de {owner} ne peut pas être lu} other {# grands objets de {owner} ne peuvent pas être lus}}.",
  "{n} foreign [server|servers] of {owner} cannot be used.":
    "{n, plural, one {# serveur distant de {owner} ne peut pas être utilisé} other {# serveurs distants de {owner} ne peuvent pas être utilisés}}.",
  "everybody who connects may create in the schema {schema}, which belongs to {owner}: {said}.":
    "quiconque se connecte peut créer dans le schéma {schema}, qui appartient à {owner}\u00a0: {said}.",
  "The receipt has no item {item} of what they could still use.":
    "Le reçu n’a pas d’élément {item} parmi ce que cette personne pourrait encore utiliser.",
  "Item {item}, {name}, was rotated already.": "L’élément {item}, {name}, a déjà été renouvelé.",
  "Item {item}, {name}, was removed already.": "L’élément {item}, {name}, a déjà été retiré.",
  "Item {item}, {name}, was kept already.": "L’élément {item}, {name}, a déjà été gardé.",
  "{name} has no password: remove it, or keep it.": "{name} n’a pas de mot de passe\u00a0: retirez-le, ou gardez-le.",
  "An application logs in as {login}: rotate it, or keep it.":
    "Une application se connecte en tant que {login}\u00a0: renouvelez son mot de passe, ou gardez-le.",
  "The database user {login} is not there any more.": "L’utilisateur de base {login} n’existe plus.",
  "{name} was decided about at this very moment.": "Une décision sur {name} vient d’être prise à l’instant.",
  "The database {dbname} belongs to {owner} by now, so it is not dropped. Delete it with its data kept.":
    "La base {dbname} appartient désormais à {owner} et n’est donc pas supprimée. Supprimez-la ici en gardant ses données.",
  "An application logs in with it. Its password of then was shown to them on {time}.":
    "Une application se connecte avec lui. Son mot de passe d’alors a été montré à cette personne le {time}.",
  "Everybody who can connect has it, by {list}.": "Quiconque peut se connecter l’a, par {list}.",
  "Everybody who can connect has it, by {list}, since they came.":
    "Quiconque peut se connecter l’a, par {list}, depuis l’arrivée de cette personne.",
  "Whether it came since they came is not known.": "On ne sait pas si c’est apparu depuis son arrivée.",
  "It was made or changed since they came, by whoever works as the owner.":
    "Cela a été créé ou modifié depuis son arrivée, par quelqu’un qui travaille comme le propriétaire.",
  "It runs with the rights of whoever sets it off.": "Cela s’exécute avec les droits de quiconque le déclenche.",
  "SECURITY DEFINER: whoever calls it works with the rights of {role}.":
    "SECURITY DEFINER\u00a0: quiconque l’appelle travaille avec les droits de {role}.",
  "It is used by {list}.": "Utilisé par {list}.",
  "It calls {name}, which is theirs, for whoever sets it off.":
    "Appelle {name}, qui est à cette personne, pour quiconque le déclenche.",
  "It calls {name}, which is theirs, for whoever sets it off, and SECURITY DEFINER.":
    "Appelle {name}, qui est à cette personne et SECURITY DEFINER, pour quiconque le déclenche.",
  "It calls a function, which is theirs, for whoever sets it off.":
    "Appelle une fonction, qui est à cette personne, pour quiconque le déclenche.",
  "It calls a function, which is theirs, for whoever sets it off, and SECURITY DEFINER.":
    "Appelle une fonction, qui est à cette personne et SECURITY DEFINER, pour quiconque le déclenche.",
  "It is theirs, and passes to {role}: whoever reads it runs what they wrote.":
    "À cette personne, passe à {role}\u00a0: quiconque la lit exécute ce qu’elle a écrit.",
  "SECURITY DEFINER, theirs: whoever calls it works with its owner's rights. It passes to {role}, which may do nothing.":
    "SECURITY DEFINER, à cette personne\u00a0: quiconque l’appelle travaille avec les droits de son propriétaire. Passe à {role}, qui ne peut rien faire.",
  "It is theirs, and passes to {role}: whoever calls it runs what they wrote.":
    "À cette personne, passe à {role}\u00a0: quiconque l’appelle exécute ce qu’elle a écrit.",
  "What began at the level before may still work at it: {said}":
    "Ce qui a commencé au niveau précédent peut encore y travailler\u00a0: {said}",
  "Something unexpected went wrong, and it is tried again: {message}.":
    "Quelque chose d’inattendu s’est produit, et une nouvelle tentative suit\u00a0: «\u00a0{message}\u00a0».",
  "What began before may still work with what was taken back: {said}":
    "Ce qui a commencé auparavant peut encore se servir de ce qui a été repris\u00a0: {said}",
  "{said}: it did not take.": "{said}\u00a0: sans effet.",
  "The new owner role is not to be found.": "Le nouveau rôle propriétaire est introuvable.",
  "the subscription {name} in {database} goes on as {role}: its publisher still writes there":
    "l’abonnement {name} dans {database} continue en tant que {role}\u00a0: son publieur y écrit encore",
  "A database named {dbname} exists on that server already.": "Une base nommée {dbname} existe déjà sur ce serveur.",
  "The database {dbname} on that server belongs to {owner}, not to the role that Guestlist made.":
    "Sur ce serveur, la base {dbname} appartient à {owner}, et non au rôle créé par Guestlist.",
  "The database {dbname} is not on its server any more.": "La base {dbname} n’est plus sur son serveur.",
  "The owner of {dbname} can log in, so full access waits until its ownership is moved.":
    "Le propriétaire de {dbname} peut se connecter\u00a0: l’accès complet attend donc que la propriété soit déplacée.",
  "There is no such collaborator of {database}.": "{database} n’a pas ce collaborateur.",
  "Only those who manage the collaborators of {database} may see this.":
    "Seules les personnes qui gèrent les collaborateurs de {database} peuvent voir cela.",
  "The proof needs a connection of its own, and {said}.": "La preuve demande une connexion à elle seule, mais {said}.",
  "Another PostgreSQL server answers at its address.": "Un autre serveur PostgreSQL répond à son adresse.",
  "The role {role}, which the login had before, may still let them in: {said}":
    "Le rôle {role}, que l’identifiant avait auparavant, peut encore laisser entrer cette personne\u00a0: {said}",
  "The server has failed over meanwhile, so what was ended is ended again on the new primary.":
    "Le serveur a basculé entre-temps, donc ce qui a été terminé l’est de nouveau sur le nouveau primaire.",
  "The login may still log in.": "L’identifiant peut encore se connecter.",
  "The login is still a member of a role, or has made somebody else one.":
    "L’identifiant est encore membre d’un rôle, ou y a fait entrer quelqu’un d’autre.",
  "{n} sessions of the login are still open.":
    "{n, plural, one {# session de l’identifiant est encore ouverte} other {# sessions de l’identifiant sont encore ouvertes}}.",
  "PostgreSQL let the login in.": "PostgreSQL a laissé entrer l’identifiant.",
  "The login attempt failed for another reason ({code}): {message}":
    "L’essai de connexion a échoué pour une autre raison ({code})\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL refuses this: {message}": "PostgreSQL le refuse\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL refuses this to the admin connection: {message}":
    "PostgreSQL le refuse à la connexion d’administration\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL keeps this name for itself: {message}": "PostgreSQL se réserve ce nom\u00a0: «\u00a0{message}\u00a0»",
  "A role of that name exists on the server already: {message}":
    "Un rôle de ce nom existe déjà sur le serveur\u00a0: «\u00a0{message}\u00a0»",
  "A database of that name exists on the server already: {message}":
    "Une base de ce nom existe déjà sur le serveur\u00a0: «\u00a0{message}\u00a0»",
  "A role that is needed is not there: {message}": "Un rôle nécessaire n’existe pas\u00a0: «\u00a0{message}\u00a0»",
  "The database is not on its server any more: {message}":
    "La base n’est plus sur son serveur\u00a0: «\u00a0{message}\u00a0»",
  "Something still depends on the role: {message}":
    "Quelque chose dépend encore du rôle\u00a0: «\u00a0{message}\u00a0»",
  "A lock that somebody holds is in the way: {message}":
    "Un verrou que quelqu’un détient fait obstacle\u00a0: «\u00a0{message}\u00a0»",
  "It took too long and was given up: {message}":
    "Cela a duré trop longtemps et a été abandonné\u00a0: «\u00a0{message}\u00a0»",
  "The database is in use: {message}": "La base est en cours d’utilisation\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL has no room for another grant: {message}":
    "PostgreSQL n’a plus de place pour un droit de plus\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL is out of memory: {message}": "PostgreSQL n’a plus de mémoire\u00a0: «\u00a0{message}\u00a0»",
  "The server's disk is full: {message}": "Le disque du serveur est plein\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL does not take the grant: {message}": "PostgreSQL n’accepte pas ce droit\u00a0: «\u00a0{message}\u00a0»",
  "The server is read-only: {message}": "Le serveur est en lecture seule\u00a0: «\u00a0{message}\u00a0»",
  "Two changes waited for each other: {message}":
    "Deux modifications s’attendaient l’une l’autre\u00a0: «\u00a0{message}\u00a0»",
  "PostgreSQL is busy with the same role: {message}":
    "PostgreSQL est occupé avec le même rôle\u00a0: «\u00a0{message}\u00a0»",
  "Its memberships cannot be removed.": "Ses appartenances ne peuvent pas être retirées.",
  "Guestlist does not know how to take {name} from everybody.": "Guestlist ne sait pas retirer {name} à tout le monde.",
  "Everybody still has {list} on it, by {role}.": "Tout le monde y a encore {list}, par {role}.",
  "Guestlist does not know how to remove {name}.": "Guestlist ne sait pas retirer {name}.",
  "What was {name} is called {other} by now. Remove it in PostgreSQL.":
    "Ce qui était {name} s’appelle désormais {other}. Retirez-le dans PostgreSQL.",
  "{database} has no database user {id}.": "{database} n’a pas d’utilisateur de base {id}.",
  "The database user {login} is being made, or deleted.":
    "L’utilisateur de base {login} est en cours de création, ou de suppression.",
  "The login {login} is not on its server any more, or lost its marker.":
    "L’identifiant {login} n’est plus sur son serveur, ou a perdu sa marque.",
  "Your login on {database} is still being made.": "Votre identifiant sur {database} est encore en cours de création.",
  "The login was changed outside Guestlist. It is being repaired; try again in a moment.":
    "L’identifiant a été modifié hors de Guestlist. Il est en cours de réparation\u00a0; réessayez dans un instant.",
  "There is no such closure receipt of {database}.": "{database} n’a pas ce reçu de clôture.",
  "That access ended before receipts were signed; its closure has no signature.":
    "Cet accès a pris fin avant que les reçus ne soient signés\u00a0; sa clôture n’a pas de signature.",
  "{email} has no login in PostgreSQL that could be closed.": "{email} n’a dans PostgreSQL aucun identifiant à fermer.",
  "{object} in {database} is locked by pid {pid} ({name}).":
    "{object} dans {database} est verrouillé par le processus {pid} ({name}).",
  "{object} in {database} is locked by pid {pid} ({name}), since {time}.":
    "{object} dans {database} est verrouillé par le processus {pid} ({name}), depuis le {time}.",
  "{object} in {database} is locked by the {said} of {login}, since {time}.":
    "{object} dans {database} est verrouillé par {said} de {login}, depuis le {time}.",
  "in {database}, the use of {list} is taken from {name}: it would work with the rights of {role}":
    "dans {database}, l’usage de {list} est retiré à {name}\u00a0: cela agirait avec les droits de {role}",
  "the prepared transaction {gid} in {database} is of {owner}, as whom they worked: it may be theirs or an application's":
    "la transaction préparée {gid} dans {database} est de {owner}, le rôle avec lequel cette personne travaillait\u00a0: elle peut être à elle ou à une application",
  "prepared transaction {name}": "la transaction préparée {name}",
  "sessions on the standby {name}, which are not seen from here; new logins are refused there too":
    "des sessions sur le réplica {name}, invisibles d’ici\u00a0; les nouvelles connexions y sont refusées aussi",
  "The server refuses new logins, and not every standby yet: {said}.":
    "Le serveur refuse les nouvelles connexions, mais pas encore tous les réplicas\u00a0: {said}.",
  "the standby {name} has not replayed the end of this access: logins may still work there":
    "le réplica {name} n’a pas encore appliqué la fin de cet accès\u00a0: des connexions peuvent encore y réussir",
  "PostgreSQL reads another pg_hba.conf than the one that Guestlist writes.":
    "PostgreSQL lit un autre pg_hba.conf que celui que Guestlist écrit.",
  "PostgreSQL refuses pg_hba.conf: {message}.": "PostgreSQL refuse pg_hba.conf\u00a0: «\u00a0{message}\u00a0».",
  "pg_hba.conf cannot be written ({code}).": "pg_hba.conf ne peut pas être écrit ({code}).",
  "PostgreSQL could not be asked to read pg_hba.conf again.":
    "Il n’a pas été possible de demander à PostgreSQL de relire pg_hba.conf.",
  "PostgreSQL has not read pg_hba.conf again yet.": "PostgreSQL n’a pas encore relu pg_hba.conf.",
  "the user mapping for the foreign server {server} in {database} is taken away, and any password in it stays good there: they may know it":
    "la correspondance d’utilisateur pour le serveur distant {server} dans {database} est retirée, et un éventuel mot de passe y reste valable\u00a0: la personne le connaît peut-être",
  "the user mapping for the foreign server {server} in {database} is taken away, and the password in it stays good there: they may know it":
    "la correspondance d’utilisateur pour le serveur distant {server} dans {database} est retirée, et son mot de passe y reste valable\u00a0: la personne le connaît peut-être",
};
