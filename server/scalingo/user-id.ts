/** Guestlist tells nobody the id of another's account: in Scalingo's words, people are known by their address. */
export const userIdOf = ({ email }: { readonly email: string }): string => email.toLowerCase();
