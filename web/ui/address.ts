/** A domain longer than this would not fit a narrow row in one piece. */
const longDomain = 30;

/**
 * The pieces between which an address may break: before the @ and after a dot of the name; in a long domain after its
 * dots too. Joined they are the address, never less.
 */
export function addressPieces(address: string): string[] {
  const at = address.lastIndexOf("@");
  if (at < 0) return afterDots(address);
  const domain = address.slice(at);
  return [...afterDots(address.slice(0, at)), ...(domain.length > longDomain ? afterDots(domain) : [domain])];
}

function afterDots(text: string): string[] {
  return text.split(/(?<=\.)/).filter((piece) => piece !== "");
}

/** Two letters for the account's button. */
export function initialsOf(address: string): string {
  const [first = "", second] =
    address
      .split("@")[0]
      ?.split(/[._+-]+/)
      .filter((part) => part !== "") ?? [];
  return (second === undefined ? first.slice(0, 2) : first.charAt(0) + second.charAt(0)).toUpperCase();
}
