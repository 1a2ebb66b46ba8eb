/** What server/databases says. */
export const databases = {
  "{database} is being deleted.": "{database} est en cours de suppression.",
  "its admin URL was sealed with another secret key, and has to be entered again":
    "son URL d’administration a été scellée avec une autre clé secrète, et doit être saisie de nouveau",
  "another PostgreSQL server answers at its address (its system identifier differs)":
    "un autre serveur PostgreSQL répond à son adresse (son identifiant système diffère)",
  "a connection pooler answers at its address: a login that is closed could go on through it. Give Guestlist the address of PostgreSQL itself":
    "un pooler de connexions répond à son adresse : un identifiant fermé pourrait continuer à passer par lui. Donnez à Guestlist l’adresse de PostgreSQL lui-même",
  "a standby that cannot be written to answers at its address":
    "un réplica sur lequel on ne peut pas écrire répond à son adresse",
  "The URL has a line break or another control character in it.":
    "L’URL contient un saut de ligne ou un autre caractère de contrôle.",
  "The URL names several hosts. Name one: the server that can be written to.":
    "L’URL nomme plusieurs hôtes. Nommez-en un\u00a0: le serveur sur lequel on peut écrire.",
  "{database} on this server is in Guestlist already.": "{database}, sur ce serveur, est déjà dans Guestlist.",
  "Say what to change: name, collaborators_managed_by, ownership, or several.":
    "Dites quoi modifier\u00a0: name, collaborators_managed_by, ownership, ou plusieurs.",
  "{list} has full access, or were offered it. Change that to read-write or read-only, or delete them, first.":
    "{list} a un accès complet, ou se l’est vu proposer. Passez-le d’abord en lecture et écriture ou en lecture seule, ou supprimez-le.",
  "{list} have full access, or were offered it. Change that to read-write or read-only, or delete them, first.":
    "{list} ont un accès complet, ou se le sont vu proposer. Passez-les d’abord en lecture et écriture ou en lecture seule, ou supprimez-les.",
  "{database} is being deleted, or has changed at this very moment.":
    "{database} est en cours de suppression, ou vient de changer à l’instant.",
  "Verify your e-mail address first: a link was mailed to you.":
    "Vérifiez d’abord votre adresse e-mail\u00a0: un lien vous a été envoyé.",
  "Guestlist has no server of its own to create databases on. Attach an existing database by its URL.":
    "Guestlist n’a pas de serveur où créer des bases. Rattachez une base existante par son URL.",
  "The login {role} of DATABASE_URL may not create databases and roles (CREATEDB and CREATEROLE). Give it these rights, or attach an existing database by its URL.":
    "L’identifiant {role} de DATABASE_URL ne peut pas créer de bases ni de rôles (CREATEDB et CREATEROLE). Donnez-lui ces droits, ou rattachez une base existante par son URL.",
  "Every login of the server behind DATABASE_URL may connect to Guestlist's own database, so none is made there. Its owner has to run: {message}":
    "Chaque identifiant du serveur de DATABASE_URL peut se connecter à la base propre à Guestlist\u00a0; il n’y en est donc créé aucun. Son propriétaire doit lancer\u00a0: {message}",
  "it did not answer in time": "il n’a pas répondu à temps",
  "the connection was cut": "la connexion a été coupée",
  "it offers no encrypted connections": "il n’offre pas de connexion chiffrée",
  "its certificate is not accepted: {message}": "son certificat n’est pas accepté\u00a0: «\u00a0{message}\u00a0»",
  "nothing listens at its address": "rien n’écoute à son adresse",
  "its host cannot be reached": "son hôte est injoignable",
  "its network cannot be reached": "son réseau est injoignable",
  "its host is down": "son hôte est arrêté",
  "its name cannot be looked up for now": "son nom ne peut pas être résolu pour l’instant",
  "there is no host of that name": "il n’y a pas d’hôte de ce nom",
  "it is shutting down": "il est en cours d’arrêt",
  "it crashed and is recovering": "il s’est arrêté brutalement et redémarre",
  "it is starting up or shutting down": "il est en cours de démarrage ou d’arrêt",
  "all its connection slots are taken": "toutes ses connexions sont prises",
  "it is out of memory": "il n’a plus de mémoire",
  "it is read-only for now": "il est en lecture seule pour l’instant",
  "it asks for a password, and the URL has none. Write it as postgresql://user:password@host/database":
    "il demande un mot de passe, et l’URL n’en contient pas. Écrivez-le comme dans postgresql://user:password@host/database",
  "it refuses the admin connection's password": "il refuse le mot de passe de la connexion d’administration",
  "it does not let the admin connection in": "il ne laisse pas entrer la connexion d’administration",
  "the database does not exist there": "la base n’y existe pas",
  "ownership is for attaching an existing database, and needs its url.":
    "ownership sert à rattacher une base existante, et demande son url.",
  "There is no server.": "Il n’y a pas de serveur.",
  "A database user's name has 2 to 63 lower-case letters, digits, underscores and hyphens, and begins with a letter.":
    "Le nom d’un utilisateur de base a de 2 à 63 lettres minuscules, chiffres, tirets bas et traits d’union, et commence par une lettre.",
  "PostgreSQL keeps {name} for itself.": "PostgreSQL se réserve {name}.",
  "Guestlist keeps names that begin with guestlist_ for itself.":
    "Guestlist se réserve les noms qui commencent par guestlist_.",
  "{name} cannot be one.": "{name} ne peut pas en être un.",
  "A password of your own has 24 to 64 printable ASCII characters without spaces and quotes. Better: leave it out, and Guestlist makes one.":
    "Un mot de passe de votre choix a de 24 à 64 caractères ASCII imprimables, sans espaces ni guillemets. Mieux\u00a0: n’en donnez pas, et Guestlist en crée un.",
  "{name} is still being made.": "{name} est encore en cours de création.",
  "{name} came with its database, whose application connects with it. It goes with the database.":
    "{name} est venu avec sa base, dont l’application se connecte avec lui. Il part avec la base.",
  "{name} is being deleted already.": "{name} est déjà en cours de suppression.",
  "{database} does not answer: {login} can still log in, and is deleted as soon as it does.":
    "{database} ne répond pas\u00a0: {login} peut encore se connecter, et sera supprimé dès qu’elle répondra.",
  "Guestlist cannot work on {database} ({said}): {login} can still log in, and is deleted once that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: {login} peut encore se connecter, et sera supprimé quand ce sera réparé.",
  "Whoever runs Guestlist has to give it the server's admin URL of today: npm run admin -- set-admin-url.":
    "La personne qui gère Guestlist doit lui donner l’URL d’administration actuelle du serveur\u00a0: npm run admin -- set-admin-url.",
  "Somebody has to mend that first. Guestlist tries again at least every 30 s.":
    "Il faut d’abord que quelqu’un répare cela. Guestlist réessaie au moins toutes les 30 s.",
  "{server} does not answer: {said}.": "{server} ne répond pas\u00a0: {said}.",
  "{server} cannot be used: {said}.": "{server} ne peut pas servir\u00a0: {said}.",
  "PostgreSQL {version} answers at {server} in {ms} ms.": "PostgreSQL {version} répond à {server} en {ms} ms.",
  "PostgreSQL {version} is one of the versions that Guestlist manages.":
    "PostgreSQL {version} est une des versions que Guestlist gère.",
  "PostgreSQL {version} is not managed by Guestlist, which knows 13 to 18.":
    "PostgreSQL {version} n’est pas géré par Guestlist, qui connaît les versions 13 à 18.",
  "The connection stays on this machine.": "La connexion reste sur cette machine.",
  "The connection to {host} is not encrypted, and passwords and data would cross the network readable. Turn ssl on at the server, and use sslmode=require or better.":
    "La connexion à {host} n’est pas chiffrée\u00a0: mots de passe et données traverseraient le réseau en clair. Activez ssl sur le serveur, et prenez sslmode=require ou mieux.",
  "The connection is encrypted.": "La connexion est chiffrée.",
  "The connection is encrypted, but nothing proves that it is the right server. sslmode=verify-full would.":
    "La connexion est chiffrée, mais rien ne prouve que c’est le bon serveur. sslmode=verify-full le prouverait.",
  "{database} is Guestlist's own database, which is never shared.":
    "{database} est la base propre à Guestlist, qui n’est jamais partagée.",
  "{database} is a template of the server: what it holds would be copied into others.":
    "{database} est un modèle du serveur\u00a0: ce qu’elle contient serait copié dans d’autres.",
  "postgres is the server's maintenance database, where other tools look first.":
    "postgres est la base de maintenance du serveur, où d’autres outils regardent d’abord.",
  "{role} is a superuser.": "{role} est superutilisateur.",
  "{role} may not create roles, and every collaborator needs one. Run {command}, or use another login.":
    "{role} ne peut pas créer de rôles, et chaque collaborateur en demande un. Lancez {command}, ou prenez un autre identifiant.",
  "{role} may create roles, and may act for {owner}, who owns the database.":
    "{role} peut créer des rôles, et agir pour {owner}, à qui la base appartient.",
  "{role} may create roles, and will make itself a member of {owner}, who owns the database.":
    "{role} peut créer des rôles, et se fera membre de {owner}, à qui la base appartient.",
  "{role} may not act for {owner}, who owns the database.":
    "{role} ne peut pas agir pour {owner}, à qui la base appartient.",
  "{role} may not change {owner}.": "{role} ne peut pas modifier {owner}.",
  "Run {command} as {owner} or a superuser, or use another login.":
    "Lancez {command} en tant que {owner} ou superutilisateur, ou prenez un autre identifiant.",
  "Run {command} as a superuser, or as a role that has that option on {owner}; or use another login.":
    "Lancez {command} en tant que superutilisateur, ou qu’un rôle qui a cette option sur {owner}\u00a0; ou prenez un autre identifiant.",
  "{owner}, who owns {database}, cannot log in: full access can be given.":
    "{owner}, à qui {database} appartient, ne peut pas se connecter\u00a0: un accès complet peut être donné.",
  "{owner}, who owns {database}, can log in. Full access is refused until the ownership is moved: somebody with it could set that login's password, and come back with it after a revoke.":
    "{owner}, à qui {database} appartient, peut se connecter. L’accès complet est refusé tant que la propriété n’est pas déplacée\u00a0: avec lui, on pourrait changer le mot de passe de cet identifiant, et revenir avec lui après une révocation.",
  "{owner}, who owns {database}, has rights beyond it. Full access is refused until the ownership is moved: it would give them too.":
    "{owner}, à qui {database} appartient, a des droits au-delà d’elle. L’accès complet est refusé tant que la propriété n’est pas déplacée\u00a0: il les donnerait aussi.",
  "Every login of the server may connect now. That will be taken away. No other login relies on that.":
    "Chaque identifiant du serveur peut se connecter aujourd’hui. Ce droit sera retiré. Aucun autre identifiant n’en dépend.",
  "Every login of the server may connect now. That will be taken away. {n} [login gets|logins get] that right of their own first, and go on as before: {list}.":
    "Chaque identifiant du serveur peut se connecter aujourd’hui. Ce droit sera retiré. {n, plural, one {# identifiant le reçoit} other {# identifiants le reçoivent}} d’abord nommément, et continue comme avant\u00a0: {list}.",
  "Everybody who connects may create in {list}. That will be taken away; logins that are there now keep it.":
    "Quiconque se connecte peut créer dans {list}. Ce droit sera retiré\u00a0; les identifiants déjà présents le gardent.",
  "{n} [event trigger runs|event triggers run] at changes of the database, also at those that Guestlist makes. Before PostgreSQL 17 they cannot be left out.":
    "{n, plural, one {# déclencheur d’événement s’exécute} other {# déclencheurs d’événements s’exécutent}} à chaque modification de la base, aussi à celles de Guestlist. Avant PostgreSQL 17, cela ne peut pas être évité.",
  "What {list} own in it cannot be shared through this login: collaborators will not see it.":
    "Ce que {list} y possèdent ne peut pas être partagé par cet identifiant\u00a0: les collaborateurs ne le verront pas.",
  "A new role that cannot log in owns {database} instead of {owner}.":
    "Un nouveau rôle, qui ne peut pas se connecter, possède {database} à la place de {owner}.",
  "{n} [object|objects] that {owner} owns in {database} [becomes|become] that role's; what it owns elsewhere stays.":
    "{n, plural, one {# objet que {owner} possède dans {database} passe} other {# objets que {owner} possède dans {database} passent}} à ce rôle\u00a0; ce qu’il possède ailleurs reste.",
  "{owner} becomes a member of that role, keeps its password and its rights in {database}, and its sessions go on.":
    "{owner} devient membre de ce rôle, garde son mot de passe et ses droits dans {database}, et ses sessions continuent.",
  "What {owner} creates in {database} from then on belongs to that role.":
    "Ce que {owner} crée dès lors dans {database} appartient à ce rôle.",
  "Full access can be given.": "Un accès complet peut être donné.",
  "{owner} owns {database} again instead of {role}.": "{owner} possède de nouveau {database}, à la place de {role}.",
  "{n} [object|objects] that {owner} owns in {database} [becomes|become] that login's.":
    "{n, plural, one {# objet que {owner} possède dans {database} passe} other {# objets que {owner} possède dans {database} passent}} à cet identifiant.",
  "Your own login on {database} is closed, with a receipt.":
    "Votre propre identifiant sur {database} est fermé, avec un reçu.",
  "Full access is refused from then on.": "L’accès complet est refusé dès lors.",
  "Full access stays refused.": "L’accès complet reste refusé.",
  "{owner} owns {database} still: nothing has moved, and nothing will.":
    "{database} appartient toujours à {owner}\u00a0: rien n’a été déplacé, et rien ne le sera.",
  "The ownership of {database} is being moved already.": "La propriété de {database} est déjà en cours de déplacement.",
  "The ownership of {database} is being returned already.":
    "La propriété de {database} est déjà en cours de restitution.",
  "It waits: {said}": "Elle attend\u00a0: {said}",
  "The ownership cannot be moved by this admin connection: {said}":
    "Cette connexion d’administration ne peut pas déplacer la propriété\u00a0: {said}",
  "{role} may not create databases, and PostgreSQL asks for that right to give one another owner. Run {command}, or use another login.":
    "{role} ne peut pas créer de bases, et PostgreSQL demande ce droit pour donner un autre propriétaire à l’une d’elles. Lancez {command}, ou prenez un autre identifiant.",
  "{owner} is a superuser, which only a superuser may change. Use a superuser's login.":
    "{owner} est un superutilisateur, que seul un superutilisateur peut modifier. Prenez l’identifiant d’un superutilisateur.",
  "The ownership cannot be moved by this admin connection: {role} may not create databases, and PostgreSQL asks for that right to give one another owner. Run {command}, or use another login.":
    "Cette connexion d’administration ne peut pas déplacer la propriété\u00a0: {role} ne peut pas créer de bases, et PostgreSQL demande ce droit pour donner un autre propriétaire à l’une d’elles. Lancez {command}, ou prenez un autre identifiant.",
  "The ownership cannot be moved by this admin connection: {owner} is a superuser, which only a superuser may change. Use a superuser's login.":
    "Cette connexion d’administration ne peut pas déplacer la propriété\u00a0: {owner} est un superutilisateur, que seul un superutilisateur peut modifier. Prenez l’identifiant d’un superutilisateur.",
  "What {owner} owns in {list} has to stay its own, because another role may not create there. Run {command}, or use a superuser's login.":
    "Ce que {owner} possède dans {list} doit rester à lui, car un autre rôle ne peut rien y créer. Lancez {command}, ou prenez l’identifiant d’un superutilisateur.",
  "Another role may not use the foreign-data wrapper of {list}, which {owner} owns. Use a superuser's login.":
    "Un autre rôle ne peut pas utiliser le foreign-data wrapper de {list}, qui appartient à {owner}. Prenez l’identifiant d’un superutilisateur.",
  "{role} does not use the rights of the roles that it is a member of (NOINHERIT). Run {command}, or use another login.":
    "{role} n’utilise pas les droits des rôles dont il est membre (NOINHERIT). Lancez {command}, ou prenez un autre identifiant.",
  "it is a standby, on which nothing can be changed. Attach the primary that it follows, by the primary's own address":
    "c’est un réplica, sur lequel rien ne peut être modifié. Rattachez le primaire qu’il suit, par l’adresse propre de celui-ci",
  "{server} cannot be used: it is a standby, on which nothing can be changed. Attach the primary that it follows, by the primary's own address.":
    "{server} ne peut pas servir\u00a0: c’est un réplica, sur lequel rien ne peut être modifié. Rattachez le primaire qu’il suit, par l’adresse propre de celui-ci.",
  "A name has 6 to 48 lower-case letters, digits and hyphens; it begins with a letter and does not end with a hyphen.":
    "Un nom a de 6 à 48 lettres minuscules, chiffres et traits d’union\u00a0; il commence par une lettre et ne finit pas par un trait d’union.",
  "This looks like an id, and would be taken for one.":
    "Cela ressemble à un identifiant interne, et serait pris pour tel.",
  'Write "{text}" as "{other}".': "Écrivez «\u00a0{text}\u00a0» comme «\u00a0{other}\u00a0».",
  "It has a space in it.": "Il contient une espace.",
  "It has {character} in it.": "Il contient {character}.",
  "It has {n} [character|characters].": "Il a {n, plural, one {# caractère} other {# caractères}}.",
  "It ends with a hyphen.": "Il finit par un trait d’union.",
  'It begins with "{character}".': "Il commence par «\u00a0{character}\u00a0».",
  "The name {name} is taken. Choose another one.": "Le nom {name} est pris. Choisissez-en un autre.",
  "{database} was created here: a role that cannot log in owns it already.":
    "{database} a été créée ici\u00a0: elle appartient déjà à un rôle qui ne se connecte pas.",
  "A role that cannot log in owned {database} before it was attached: there is no login to return it to.":
    "{database} appartenait à un rôle qui ne se connecte pas avant d’être rattachée\u00a0: il n’y a pas d’identifiant à qui la rendre.",
  "A login that you know owns {database} in PostgreSQL. Move the ownership to a role that cannot log in before you transfer it.":
    "Dans PostgreSQL, {database} appartient à un identifiant que vous connaissez. Déplacez la propriété à un rôle qui ne se connecte pas avant de la transférer.",
  "There is no database {database} that you may use.": "Il n’y a pas de base {database} que vous puissiez utiliser.",
  "There is no database {database} any more: it was renamed to {other}.":
    "Il n’y a plus de base {database}\u00a0: elle a été renommée en {other}.",
  "You own {database}: only its collaborators may be offered it.":
    "{database} est à vous\u00a0: seuls ses collaborateurs peuvent se la voir proposer.",
  "Only the owner of {database} may {said}.": "Seul le propriétaire de {database} peut {said}.",
  "Only the owner and collaborators with full access of {database} may {said}.":
    "Seuls le propriétaire et les collaborateurs avec un accès complet à {database} peuvent {said}.",
  "see it": "la voir",
  "change its settings": "en modifier les paramètres",
  "delete it": "la supprimer",
  "give it to somebody else": "la donner à quelqu’un d’autre",
  "answer an offer of it": "répondre à une offre de transfert",
  "see its collaborators": "en voir les collaborateurs",
  "manage its collaborators": "en gérer les collaborateurs",
  "leave it": "la quitter",
  "connect to it": "s’y connecter",
  "see its closure receipts": "en voir les reçus de clôture",
  "decide what becomes of what somebody could still use":
    "décider du sort de ce que quelqu’un pourrait encore utiliser",
  "see its database users": "en voir les utilisateurs de base",
  "manage its database users": "en gérer les utilisateurs de base",
  "see its activity": "en voir l’activité",
  "This is not a URL. It has the form postgresql://user:password@host:5432/database.":
    "Ce n’est pas une URL. Elle a la forme postgresql://utilisateur:motdepasse@hôte:5432/base.",
  "The URL must begin with postgresql:// or postgres://.": "L’URL doit commencer par postgresql:// ou postgres://.",
  "The URL names no host.": "L’URL ne nomme pas d’hôte.",
  "The URL names no user.": "L’URL ne nomme pas d’utilisateur.",
  "sslmode must be disable, prefer, require, verify-ca or verify-full.":
    "sslmode doit être disable, prefer, require, verify-ca ou verify-full.",
  "The URL has a % that encodes nothing; write it as %25.":
    "L’URL contient un % qui n’encode rien\u00a0; écrivez-le %25.",
  "Only the owner, {email}, may change the settings of {database}.":
    "Seul le propriétaire, {email}, peut modifier les paramètres de {database}.",
  "Only the owner, {email}, may delete {database}.": "Seul le propriétaire, {email}, peut supprimer {database}.",
  "Only the owner, {email}, may transfer {database}.": "Seul le propriétaire, {email}, peut transférer {database}.",
  "You may not connect.": "Vous ne pouvez pas vous connecter.",
  "The owner of {database} keeps the management of database users.":
    "Le propriétaire de {database} se réserve la gestion des utilisateurs de base.",
  "Only the owner of {database}, and collaborators with full access, manage database users.":
    "Seuls le propriétaire de {database} et les collaborateurs avec un accès complet gèrent les utilisateurs de base.",
  "{database} is being made ready.": "{database} est en cours de préparation.",
  "The login that owns {database} is yours already; Guestlist makes you one once the ownership is moved.":
    "L’identifiant auquel {database} appartient est déjà le vôtre\u00a0; Guestlist vous en créera un quand la propriété sera déplacée.",
  "see its firewall rules": "en voir les règles du pare-feu",
  "change its firewall rules": "en modifier les règles du pare-feu",
  "A database has at most {n} firewall rules.": "Une base a au plus {n} règles de pare-feu.",
  "{database} has a firewall rule for {range} already.": "{database} a déjà une règle de pare-feu pour {range}.",
  "{database} has no firewall rule {rule}.": "{database} n’a pas de règle de pare-feu {rule}.",
  "{range} is still let in. It goes on, and the list shows when.":
    "{range} peut encore se connecter. Cela continue, et la liste dit quand c’est fait.",
  "It is being removed already.": "Elle est déjà en cours de retrait.",
  "Only the owner of {database}, and collaborators with full access, change its firewall.":
    "Seuls le propriétaire de {database} et les collaborateurs qui ont un accès complet en modifient le pare-feu.",
  "The owner of {database} keeps the management of its firewall.":
    "Le propriétaire de {database} garde la gestion de son pare-feu.",
  "PostgreSQL calls this database {name}, which pg_hba.conf cannot say.":
    "PostgreSQL nomme cette base {name}, ce que pg_hba.conf ne peut pas dire.",
  "The bundled server takes connections from its own machine alone ({addresses}): nobody comes from there.":
    "Le serveur fourni n’accepte de connexions que de sa propre machine ({addresses})\u00a0: personne ne vient de là.",
  "The server of {database} is not Guestlist's bundled PostgreSQL: its own provider holds the firewall.":
    "Le serveur de {database} n’est pas le PostgreSQL fourni avec Guestlist\u00a0: c’est son hébergeur qui tient le pare-feu.",
  "{fault} Write the first address and how many bits are the same: 203.0.113.0/24.":
    "{fault} Écrivez la première adresse et le nombre de bits communs\u00a0: 203.0.113.0/24.",
  "{range} is no range of addresses.": "{range} n’est pas une plage d’adresses.",
  "{address} is not where a range of /{bits} begins. For that address alone leave out the slash.":
    "{address} n’est pas le début d’une plage /{bits}. Pour cette seule adresse, omettez la barre oblique.",
  "/{bits} is too long: an IPv{version} address has {most} bits.":
    "/{bits} est trop long\u00a0: une adresse IPv{version} a {most} bits.",
};
