/** What server/collaborators says. */
export const collaborators = {
  "Your own access is {level}: you cannot give more than that.":
    "Votre propre accès est {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}}\u00a0: vous ne pouvez pas donner plus.",
  "A limited collaborator is meant to be kept away from a database's data, so there is none here: every collaborator is given data. Choose full, read-write or read-only.":
    "Un collaborateur limité est tenu à l’écart des données d’une base\u00a0; il n’y en a donc pas ici\u00a0: chaque collaborateur a accès à des données. Choisissez complet, lecture et écriture ou lecture seule.",
  'There is no access level "{text}". Choose full, read-write or read-only.':
    "Il n’y a pas de niveau d’accès «\u00a0{text}\u00a0». Choisissez complet, lecture et écriture ou lecture seule.",
  "The login that owns {database} can log in: a collaborator with full access could set its password and come back with it. Give read-write or read-only access, or move the ownership to a role that cannot log in first.":
    "L’identifiant auquel {database} appartient peut se connecter\u00a0: un collaborateur avec un accès complet pourrait changer son mot de passe et revenir avec lui. Donnez un accès en lecture et écriture ou en lecture seule, ou déplacez d’abord la propriété à un rôle qui ne se connecte pas.",
  "This access cannot be changed.": "Cet accès ne peut pas être modifié.",
  "Access of {email} has just been ended.": "Il vient d’être mis fin à l’accès de {email}.",
  "Say what to change: access, until, or both.": "Dites quoi modifier\u00a0: access, until, ou les deux.",
  "Only an invitation that waits can be sent again.": "Seule une invitation en attente peut être renvoyée.",
  "The owner of {database} keeps the management of collaborators.":
    "Le propriétaire de {database} se réserve la gestion des collaborateurs.",
  "Only the owner of {database}, and collaborators with full access, manage collaborators.":
    "Seuls le propriétaire de {database} et les collaborateurs avec un accès complet gèrent les collaborateurs.",
  "You own this database. Transfer it before you leave.": "Cette base est à vous. Transférez-la avant de la quitter.",
  "The owner's access cannot be revoked.": "L’accès du propriétaire ne peut pas être révoqué.",
  "This access is being closed already.": "Cet accès est déjà en cours de clôture.",
  "This access has ended.": "Cet accès a pris fin.",
  "This is somebody else's access.": "C’est l’accès de quelqu’un d’autre.",
  "You are leaving {database} already.": "Vous quittez déjà {database}.",
  "The owner works as the database's owner role.": "Le propriétaire travaille comme le rôle propriétaire de la base.",
  "You cannot change your own access.": "Vous ne pouvez pas modifier votre propre accès.",
  "This access is ending.": "Cet accès prend fin.",
  "To delete it, confirm with its name: {name}.": "Pour la suppression, confirmez avec le nom\u00a0: {name}.",
  "{database} was there before it was attached, so Guestlist never drops it. Delete it without data=drop.":
    "{database} existait avant d’être rattachée\u00a0: Guestlist ne supprime donc jamais ses données. Supprimez-la ici sans supprimer ses données.",
  "{database} does not answer: access is still open, and will be closed as soon as it does.":
    "{database} ne répond pas\u00a0: l’accès est encore ouvert, et sera fermé dès qu’elle répondra.",
  "{database} does not answer: new logins are refused, but sessions may still be open. They will be ended as soon as it does.":
    "{database} ne répond pas\u00a0: les nouvelles connexions sont refusées, mais des sessions peuvent être encore ouvertes. Elles seront terminées dès qu’elle répondra.",
  "Guestlist cannot work on {database} ({said}): access is still open, and will be closed once that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: l’accès est encore ouvert, et sera fermé quand ce sera réparé.",
  "Guestlist cannot work on {database} ({said}): new logins are refused, but sessions may still be open. They will be ended once that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: les nouvelles connexions sont refusées, mais des sessions peuvent être encore ouvertes. Elles seront terminées quand ce sera réparé.",
  "{database} does not answer: the login of {email} is made as soon as it does.":
    "{database} ne répond pas\u00a0: l’identifiant de {email} sera créé dès qu’elle répondra.",
  "Guestlist cannot work on {database} ({said}): the login of {email} is made once that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: l’identifiant de {email} sera créé quand ce sera réparé.",
  "{database} does not answer: {email} still has {level} access until it does.":
    "{database} ne répond pas\u00a0: {email} garde un accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}} jusqu’à ce qu’elle réponde.",
  "Guestlist cannot work on {database} ({said}): {email} still has {level} access until that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: {email} garde un accès {level, select, readOnly {en lecture seule} readWrite {en lecture et écriture} other {complet}} jusqu’à ce que ce soit réparé.",
  "{database} does not answer: the login of {email} keeps the end it had in PostgreSQL, and gets the new one as soon as it does.":
    "{database} ne répond pas\u00a0: l’identifiant de {email} garde dans PostgreSQL la fin qu’il avait, et aura la nouvelle dès qu’elle répondra.",
  "Guestlist cannot work on {database} ({said}): the login of {email} keeps the end it had in PostgreSQL, and gets the new one once that is mended.":
    "Guestlist ne peut pas travailler sur {database} ({said})\u00a0: l’identifiant de {email} garde dans PostgreSQL la fin qu’il avait, et aura la nouvelle quand ce sera réparé.",
  "Changing the access of {email} takes longer than usual. It goes on, and the list shows what PostgreSQL still gives.":
    "Le changement de l’accès de {email} prend plus de temps que d’habitude. Il se poursuit, et la liste montre ce que PostgreSQL donne encore.",
  "{database} cannot be deleted yet: {said}": "{database} ne peut pas encore être supprimée\u00a0: {said}",
  "Deleting {name} takes longer than usual. It goes on, and the list shows when it is done.":
    "La suppression de {name} prend plus de temps que d’habitude. Elle se poursuit, et la liste montrera quand elle sera faite.",
  "{email} has changed at this very moment. Look at the list and try again.":
    "L’accès de {email} vient de changer à l’instant. Regardez la liste et réessayez.",
  "There is no database {database} whose collaborators you manage.":
    "Il n’y a pas de base {database} dont vous gérez les collaborateurs.",
  "Say which invitation: give its token or its id.": "Dites quelle invitation\u00a0: donnez son jeton ou son numéro.",
  "Verify your e-mail address first: the link is in the mail we sent you. Nothing has been used up.":
    "Vérifiez d’abord votre adresse e-mail\u00a0: le lien est dans le message que nous vous avons envoyé. L’invitation reste valable.",
  "This invitation no longer works. Ask {email} for a new one.":
    "Cette invitation ne fonctionne plus. Demandez-en une nouvelle à {email}.",
  "This invitation no longer works. Ask whoever invited you for a new one.":
    "Cette invitation ne fonctionne plus. Demandez-en une nouvelle à la personne qui vous a invité.",
  "This invitation is for another address. Nothing has been used up. You are signed in as {email}; sign in as {other} to answer it.":
    "Cette invitation est pour une autre adresse. Elle reste valable. Vous êtes connecté en tant que {email}\u00a0; connectez-vous en tant que {other} pour y répondre.",
  "You own {database}: you have access already.": "{database} est à vous\u00a0: vous y avez déjà accès.",
  "You are a collaborator of {database} already.": "Vous êtes déjà collaborateur de {database}.",
  "{email} owns {database}.": "{email} est propriétaire de {database}.",
  "{email} is a collaborator of {database} already.": "{email} est déjà collaborateur de {database}.",
  "Access of {email} is being closed. Invite them again once it has ended.":
    "L’accès de {email} est en cours de clôture. Invitez de nouveau cette personne quand il aura pris fin.",
  "{email} is already on the list. Resend the invitation instead?":
    "{email} est déjà sur la liste. Renvoyer plutôt l’invitation\u00a0?",
  "This address is already on the list. Resend the invitation instead?":
    "Cette adresse est déjà sur la liste. Renvoyer plutôt l’invitation\u00a0?",
  "{email} is no accepted collaborator of {database}. Invite them first; once they have accepted, it can be offered to them.":
    "{email} n’est pas un collaborateur accepté de {database}. Invitez d’abord cette personne\u00a0; quand elle aura accepté, la base pourra lui être proposée.",
  "{database} is offered to somebody already. Take that back before you offer it to somebody else.":
    "{database} est déjà proposée à quelqu’un. Retirez cette offre avant de la proposer à quelqu’un d’autre.",
  "The access of {email} would have ended already. Set another end first.":
    "L’accès de {email} aurait déjà pris fin. Fixez d’abord une autre fin.",
  "{email} has no invitation that waits.": "{email} n’a pas d’invitation en attente.",
  "This review has just ended.": "Cette revue vient de se terminer.",
  "There is no such access in this review.": "Cet accès n’est pas dans cette revue.",
  "In review {number} the access of {email} was ended.":
    "Dans la revue {number}, il a été mis fin à l’accès de {email}.",
  "The access of {email} has ended meanwhile: there is nothing to decide.":
    "L’accès de {email} a pris fin entre-temps\u00a0: il n’y a rien à décider.",
  "Access review {number} is finished, and does not change.":
    "La revue des accès {number} est terminée, et ne change plus.",
  "Access review {number} was discarded.": "La revue des accès {number} a été abandonnée.",
  "Only {email}, who started it, decides in this review.": "Seul {email}, qui l’a commencée, décide dans cette revue.",
  "[1 access is|{n} accesses are] not decided yet.":
    "{n, plural, one {# accès n’est pas encore décidé} other {# accès ne sont pas encore décidés}}.",
  "The document is written when the review is finished.": "Le document est rédigé quand la revue est terminée.",
  "The document names databases whose collaborators you do not manage.":
    "Le document nomme des bases dont vous ne gérez pas les collaborateurs.",
  "There is no such access review that you may see.":
    "Il n’y a pas de revue des accès à ce nom que vous puissiez voir.",
  "Nobody else has access, or was invited to it.": "Personne d’autre n’a accès, ni n’y a été invité.",
  "There is no collaborator {id} of {database}.": "{database} n’a pas de collaborateur {id}.",
  "Closing access of {email} takes longer than usual. It goes on, and the list shows when it has ended.":
    "La clôture de l’accès de {email} prend plus de temps que d’habitude. Elle se poursuit, et la liste montrera quand il aura pris fin.",
  "{n} of your pages are being kept up to date already. Close some of them.":
    "{n, plural, one {# de vos pages est déjà tenue à jour} other {# de vos pages sont déjà tenues à jour}}. Fermez-en quelques-unes.",
  "{database} is not offered to anybody (any more).": "{database} n’est (plus) proposée à personne.",
  '"{text}" is not a time. Give a number of days such as 30d, or a day such as 2027-01-31.':
    "«\u00a0{text}\u00a0» n’est pas une date. Donnez un nombre de jours, comme 30d, ou un jour, comme 2027-01-31.",
  "That time has passed already.": "Cette date est déjà passée.",
  "That is more than ten years away. Leave the end out instead.":
    "C’est dans plus de dix ans. N’indiquez plutôt pas de fin.",
};
