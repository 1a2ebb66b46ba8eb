/** What server/accounts says, and the library that judges passwords. */
export const accounts = {
  "made with the account": "créé avec le compte",
  "This link no longer works: it was used, replaced by a newer one, or it expired.":
    "Ce lien ne fonctionne plus\u00a0: il a servi, a été remplacé par un plus récent, ou a expiré.",
  "Somebody else is called {username}. Choose another one.":
    "Quelqu’un d’autre s’appelle {username}. Choisissez un autre nom.",
  "That is not the present password.": "Ce n’est pas le mot de passe actuel.",
  "You are not signed in any more.": "Vous n’êtes plus connecté.",
  "Give the token a name in letters, without line breaks.": "Donnez au jeton un nom en lettres, sans saut de ligne.",
  "Type an e-mail address.": "Tapez une adresse e-mail.",
  "An e-mail address has no spaces and no invisible characters in it.":
    "Une adresse e-mail ne contient ni espace ni caractère invisible.",
  "An e-mail address has an @ in it, as in name@example.com.":
    "Une adresse e-mail contient un @, comme dans nom@example.com.",
  "An e-mail address has only one @ in it. Type one address at a time.":
    "Une adresse e-mail ne contient qu’un @. Tapez une adresse à la fois.",
  "The part before the @ is missing.": "Il manque la partie avant le @.",
  "An e-mail address has no {character} in it.": "Une adresse e-mail ne contient pas de {character}.",
  "The part before the @ has a dot where none can be.":
    "La partie avant le @ a un point là où il ne peut pas y en avoir.",
  "The part after the @ is missing.": "Il manque la partie après le @.",
  "“{domain}” is not a domain that mail can be sent to.":
    "«\u00a0{domain}\u00a0» n’est pas un domaine auquel on peut écrire.",
  "The part after the @ is a whole domain, as in example.com; “{domain}” is not.":
    "La partie après le @ est un domaine entier, comme example.com\u00a0; «\u00a0{domain}\u00a0» n’en est pas un.",
  "The part after the @ is a domain, not an IP address.": "La partie après le @ est un domaine, pas une adresse IP.",
  "An e-mail address has at most 254 characters.": "Une adresse e-mail a au plus 254 caractères.",
  "The part before the @ has at most 64 characters.": "La partie avant le @ a au plus 64 caractères.",
  "You have no such session, or it has ended already.": "Vous n’avez pas cette session, ou elle est déjà terminée.",
  "You have no such API token, or it has ended already.": "Vous n’avez pas ce jeton d’API, ou il a déjà pris fin.",
  "You are signed in by a session, not by an API token. Sign out to end it.":
    "Vous êtes connecté par une session, pas par un jeton d’API. Déconnectez-vous pour y mettre fin.",
  "A password has at least 8 characters.": "Un mot de passe a au moins 8 caractères.",
  "This password is too easy to guess.": "Ce mot de passe est trop facile à deviner.",
  "The e-mail address and the password do not belong together.":
    "L’adresse e-mail et le mot de passe ne vont pas ensemble.",
  "An API token has no session to end. End the token instead.":
    "Un jeton d’API n’a pas de session à terminer. Mettez plutôt fin au jeton.",
  "An account is made from an invitation. Ask somebody who has a database here to invite you.":
    "Un compte se crée à partir d’une invitation. Demandez à quelqu’un qui a une base ici de vous inviter.",
  "This invitation is for another address. Sign up with the address that was invited.":
    "Cette invitation est pour une autre adresse. Créez le compte avec l’adresse invitée.",
  "There is an account with this address. Sign in instead.":
    "Un compte existe pour cette adresse. Connectez-vous plutôt.",
  "Somebody has this username already. Choose another one.":
    "Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.",
  "A username has 2 to 39 letters from a to z, digits, dots, dashes and underscores, and starts with a letter or a digit.":
    "Un nom d’utilisateur a de 2 à 39 lettres de a à z, chiffres, points, tirets et tirets bas, et commence par une lettre ou un chiffre.",
  "This link verifies another account's address. You are signed in as {email}; sign in to the account you signed up with.":
    "Ce lien vérifie l’adresse d’un autre compte. Vous êtes connecté en tant que {email}\u00a0; connectez-vous au compte que vous avez créé.",
  "Straight rows of keys on your keyboard are easy to guess.":
    "Les touches alignées sur le clavier sont faciles à deviner.",
  "Short keyboard patterns are easy to guess.": "Les motifs courts du clavier sont faciles à deviner.",
  'Repeated characters like "aaa" are easy to guess.':
    "Les caractères répétés comme «\u00a0aaa\u00a0» sont faciles à deviner.",
  'Repeated character patterns like "abcabcabc" are easy to guess.':
    "Les motifs répétés comme «\u00a0abcabcabc\u00a0» sont faciles à deviner.",
  'Common character sequences like "abc" are easy to guess.':
    "Les suites courantes comme «\u00a0abc\u00a0» sont faciles à deviner.",
  "Recent years are easy to guess.": "Les années récentes sont faciles à deviner.",
  "Dates are easy to guess.": "Les dates sont faciles à deviner.",
  "This is a heavily used password.": "C’est un mot de passe extrêmement courant.",
  "This is a frequently used password.": "C’est un mot de passe très courant.",
  "This is a commonly used password.": "C’est un mot de passe courant.",
  "This is similar to a commonly used password.": "Il ressemble à un mot de passe courant.",
  "Single words are easy to guess.": "Un mot seul est facile à deviner.",
  "Single names or surnames are easy to guess.": "Un prénom ou un nom seul est facile à deviner.",
  "Common names and surnames are easy to guess.": "Les prénoms et noms courants sont faciles à deviner.",
  "There should not be any personal or page related data.":
    "Il ne devrait rien contenir de personnel ni rien de cette page.",
  "Your password was exposed by a data breach on the Internet.":
    "Votre mot de passe a été exposé par une fuite de données sur Internet.",
  "Avoid predictable letter substitutions like '@' for 'a'.":
    "Évitez les remplacements prévisibles comme «\u00a0@\u00a0» pour «\u00a0a\u00a0».",
  "Avoid reversed spellings of common words.": "Évitez les mots courants écrits à l’envers.",
  "Capitalize some, but not all letters.": "Mettez quelques lettres en majuscules, mais pas toutes.",
  "Capitalize more than the first letter.": "Mettez en majuscule plus que la première lettre.",
  "Avoid dates and years that are associated with you.": "Évitez les dates et les années qui vous sont liées.",
  "Avoid recent years.": "Évitez les années récentes.",
  "Avoid years that are associated with you.": "Évitez les années qui vous sont liées.",
  "Avoid common character sequences.": "Évitez les suites de caractères courantes.",
  "Avoid repeated words and characters.": "Évitez les mots et caractères répétés.",
  "Use longer keyboard patterns and change typing direction multiple times.":
    "Prenez des motifs de clavier plus longs, en changeant plusieurs fois de sens.",
  "Add more words that are less common.": "Ajoutez des mots moins courants.",
  "Use multiple words, but avoid common phrases.": "Prenez plusieurs mots, mais évitez les expressions courantes.",
  "You can create strong passwords without using symbols, numbers, or uppercase letters.":
    "Un mot de passe peut être sûr sans symbole, chiffre ni majuscule.",
  "If you use this password elsewhere, you should change it.": "Si vous l’utilisez ailleurs, changez-le.",
};
