import type { ReactNode } from "react";
import { Address, AddressBreaks, Name } from "./address.tsx";

/** What the tags of a sentence become: `t.rich("key", { email, address })`. */
type Mark = (words: ReactNode) => ReactNode;

/** Inside of such a tag stands text alone. */
const text = (words: ReactNode): string => (Array.isArray(words) ? words.join("") : (words as string));

export const address: Mark = (words) => <Address of={text(words)} />;
export const breaks: Mark = (words) => <AddressBreaks of={text(words)} />;
export const name: Mark = (words) => <Name of={text(words)} />;
export const bold: Mark = (words) => <b>{words}</b>;
export const strong: Mark = (words) => <strong>{words}</strong>;
export const code: Mark = (words) => <code>{words}</code>;
