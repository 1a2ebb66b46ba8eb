/** The checkout. Two folders up from this file, and from the bundle in `server/dist` as well. */
export const root = new URL("../../", import.meta.url);
