const place = (name: string) => `guestlist-${name}-token`;

/**
 * The token of a mailed link. It comes in the fragment, which browsers send to nobody; it is taken out of the address
 * bar at once, and kept for this tab so that a reload does not lose it.
 */
export function takeToken(name: "invitation" | "setup" | "verify" | "reset"): string | null {
  const found = decodeURIComponent(location.hash.slice(1));
  if (found !== "") {
    history.replaceState(history.state, "", location.pathname + location.search);
    keep(name, found);
    return found;
  }
  return kept(name);
}

/**
 * A whole link that is put into the address bar of a page that had only a part of it: for a new fragment alone, the
 * browser does not load the page again.
 */
const pages = ["/invitation", "/setup", "/verify", "/reset"];
addEventListener("hashchange", () => {
  if (location.hash.length > 1 && pages.includes(location.pathname)) location.reload();
});

export function forgetToken(name: "invitation" | "setup" | "verify" | "reset"): void {
  try {
    sessionStorage.removeItem(place(name));
  } catch {
    // Nothing was kept.
  }
}

function keep(name: string, token: string): void {
  try {
    sessionStorage.setItem(place(name), token);
  } catch {
    // Storage is refused: the token lasts until the page is loaded again.
  }
}

function kept(name: string): string | null {
  try {
    return sessionStorage.getItem(place(name));
  } catch {
    return null;
  }
}
