/** What server/platform says: of requests, limits and mail servers. */
export const platform = {
  "You are not signed in. Sign in, or send an API token as a bearer token.":
    "Vous n’êtes pas connecté. Connectez-vous, ou envoyez un jeton d’API.",
  "There is nothing here.": "Il n’y a rien ici.",
  'Nothing here is called "{name}".': "Rien ne s’appelle ici «\u00a0{name}\u00a0».",
  "This address takes {list}, not {method}.": "Cette adresse prend {list}, et non {method}.",
  "A % in the address does not begin an encoded character.": "Un % de l’adresse ne commence aucun caractère encodé.",
  "This is no request that HTTP knows.": "Ce n’est pas une requête que HTTP connaît.",
  "This is no cursor of this list. Send the next_cursor of the page before, or none for the first page.":
    "Ce n’est pas un curseur de cette liste. Envoyez le next_cursor de la page d’avant, ou aucun pour la première page.",
  "The request is too large.": "La demande est trop grande.",
  "Send JSON, with the content type application/json.": "Envoyez du JSON, avec le type application/json.",
  "The request's body is not valid JSON.": "Le corps de la demande n’est pas du JSON valide.",
  "The request has a character in it that no text has (NUL).":
    "La demande contient un caractère qu’aucun texte ne contient (NUL).",
  "Guestlist's own database has no room to write. Nothing was changed; make room on its disk, and try again.":
    "La base propre à Guestlist n’a plus de place pour écrire. Rien n’a été modifié\u00a0; libérez de la place sur son disque, puis réessayez.",
  "Guestlist's own database does not answer. Nothing was changed; try again in a moment.":
    "La base propre à Guestlist ne répond pas. Rien n’a été modifié\u00a0; réessayez dans un instant.",
  "That did not work, and nothing was changed.": "Cela n’a pas fonctionné, et rien n’a été modifié.",
  "The request is not as it should be. {said}.": "La demande n’est pas comme elle devrait être. {said}.",
  "This request came from another site's page, so nothing was done.":
    "Cette demande venait de la page d’un autre site\u00a0: rien n’a donc été fait.",
  "is missing": "est absent",
  "is not known here": "n’est pas connu ici",
  "must be one of {list}": "doit être l’une de ces valeurs\u00a0: {list}",
  "must have at most {n} characters": "doit avoir au plus {n, plural, one {# caractère} other {# caractères}}",
  "must not be empty": "ne doit pas être vide",
  "must be at least {limit}": "doit être au moins {limit}",
  "must be at most {limit}": "doit être au plus {limit}",
  "must be {said}": "doit être {said}",
  "a whole number, in digits": "un nombre entier, en chiffres",
  "It was sealed with a secret key that is lost.": "Il était scellé avec une clé secrète qui est perdue.",
  "The mail server {server} refuses the login of SMTP_URL.":
    "Le serveur de messagerie {server} refuse l’identifiant de SMTP_URL.",
  "The mail server {server} refuses the login of SMTP_URL: {message}.":
    "Le serveur de messagerie {server} refuse l’identifiant de SMTP_URL\u00a0: «\u00a0{message}\u00a0».",
  "The mail server {server} does not take mail for this address.":
    "Le serveur de messagerie {server} ne prend pas de message pour cette adresse.",
  "The mail server {server} does not take mail for this address: {message}.":
    "Le serveur de messagerie {server} ne prend pas de message pour cette adresse\u00a0: «\u00a0{message}\u00a0».",
  "The mail server {server} did not take the mail.": "Le serveur de messagerie {server} n’a pas pris le message.",
  "The mail server {server} did not take the mail: {message}.":
    "Le serveur de messagerie {server} n’a pas pris le message\u00a0: «\u00a0{message}\u00a0».",
  "This is not an address that mail can be sent to.": "On ne peut pas écrire à cette adresse.",
  "The mail server {server} refuses connections.": "Le serveur de messagerie {server} refuse les connexions.",
  "The mail server {server} does not answer in time.": "Le serveur de messagerie {server} ne répond pas à temps.",
  "The name of the mail server {server} is not known.": "Le nom du serveur de messagerie {server} est inconnu.",
  "The encryption with the mail server {server} failed.":
    "Le chiffrement avec le serveur de messagerie {server} a échoué.",
  "The connection to the mail server {server} broke.": "La connexion au serveur de messagerie {server} s’est rompue.",
  "The connection to the mail server {server} broke: {message}.":
    "La connexion au serveur de messagerie {server} s’est rompue\u00a0: «\u00a0{message}\u00a0».",
  "The mail could not be written.": "Le message n’a pas pu être rédigé.",
  "It could not be delivered before its link expired.": "Il n’a pas pu être remis avant l’expiration de son lien.",
  "Too many attempts. Try again in {n} [second|seconds].":
    "Trop d’essais. Réessayez dans {n, plural, one {# seconde} other {# secondes}}.",
  "Too many attempts. Try again in {n} minutes.":
    "Trop d’essais. Réessayez dans {n, plural, one {# minute} other {# minutes}}.",
};
