import type { ReactNode } from "react";
import { Address, AddressBreaks, Name } from "./address.tsx";

/** What the tags of a sentence become: `t.rich("key", { email, address })`. */
type Mark = (words: ReactNode) => ReactNode;

/** Inside of such a tag stands text alone. */
export const text = (words: ReactNode): string => (Array.isArray(words) ? words.join("") : (words as string));

export const address: Mark = (words) => <Address of={text(words)} />;
export const breaks: Mark = (words) => <AddressBreaks of={text(words)} />;
export const name: Mark = (words) => <Name of={text(words)} />;
export const bold: Mark = (words) => <b>{words}</b>;
export const strong: Mark = (words) => <strong>{words}</strong>;
export const code: Mark = (words) => <code>{words}</code>;
export const strongAddress: Mark = (words) => <strong>{address(words)}</strong>;
export const strongName: Mark = (words) => <strong>{name(words)}</strong>;
export const hidden: Mark = (words) => <span className="vh">{words}</span>;
export const wrap: Mark = (words) => <span className="wrap">{words}</span>;
export const move: Mark = (words) => <span className="c-move">{words}</span>;
