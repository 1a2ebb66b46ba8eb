import { later } from "./later.tsx";

/** A pop-up, on phones a sheet from below. Escape closes it; closing never stops what it started. */
export const Dialog = later(async () => (await import("./dialog-box.tsx")).DialogBox);
