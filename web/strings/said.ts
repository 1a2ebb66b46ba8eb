import { serversWords } from "./language.ts";

/**
 * What the server said (a problem, a reason, a finding), in the reader's language where it is known; as it comes where it is
 * not, which PostgreSQL's own words never are. Decision 0011.
 */
export const said = (english: string): string => serversWords()?.said(english) ?? english;
