import { useEffect } from "react";

/** The browser tab's title. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Guestlist`;
  }, [name]);
}
