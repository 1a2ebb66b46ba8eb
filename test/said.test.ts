import { translations } from "@zxcvbn-ts/language-en";
import { describe, expect, test } from "vitest";
import { readSources, type SourceFile } from "./rules/source.ts";
import { serverSentences } from "./rules/server-sentences.ts";
import { root } from "./support/paths.ts";
import { said } from "../web/strings/fr/server.ts";

/** Of sentences that no page shows; a pattern, and where it goes instead. */
const notShown: readonly [RegExp, string][] = [
  [
    /^(SET|GRANT|REVOKE|ALTER|CREATE|COMMENT|SELECT|LOGIN|CONNECTION|WITH|DO|GRANTED|RESET|ALLOW_CONNECTIONS) |^-- |^-c |^\(select |^union all select /,
    "SQL",
  ],
  [/^\w+\/\w+; charset|^<!doctype|^retry: |^data: |^-----BEGIN|^HTTP\/1/, "HTTP"],
  [/SECRET_KEY|^The key in|not the one that the control database|^\{\} (at|of) \{\}$/, "the terminal, at the start"],
  [/^(composite type|statistics object|foreign-data wrapper|materialized view|foreign table)$/, "PostgreSQL's kinds"],
  [/^(large object|event trigger|database user)$/, "PostgreSQL's kinds"],
  [/^\{\} (in|on) \{\}( \{\})?$|^\{\} and \{\} more$|^\{\} UTC$|^attach \{\} \{\}$|^set, inherit$/, "parts of names"],
  [/^(every database that the reviewer|kept, then ended|ended otherwise|pending, expired)/, "exported files"],
  [/^(the control database does not answer|let in|still running after)/, "the log, or a check"],
  [/^(\[struck out\]|sealing v1)$/, "the log, and sealed texts"],
  [/^the standby \{\}( at \{\})?$|^\{\} (seconds|minutes)$|^(may act for|will make itself)/, "parts of sentences"],
  [/^: it did not take/, "a sentence without its beginning"],
  [/^(change the settings of|Only the owner( and collab.*)?|\{\} of \{\} may \{\}\.)$/, "parts of sentences"],
  [/^(belongs?) to \{\} and (is|are|cannot)|^\{\} (table|sequence)s? in schema \{\} \{\}\.$/, "parts of sentences"],
  [/^the schema \{\} \{\}, so its|^No other login|^\{\} logins? gets?|^Every login .* \{\}$/, "parts of sentences"],
  [
    /^(did not take the mail|does not take mail for this address)$|^The mail server \{\} \{\}\{\}/,
    "parts of sentences",
  ],
  [
    /^The (mail server|name|encryption|connection).* mail server|^The mail server \{\} (refuses|does)/,
    "parts of sentences",
  ],
];

const sentences = (files: readonly SourceFile[]) =>
  serverSentences(files).filter(({ text }) => !notShown.some(([pattern]) => pattern.test(text)));

/** What may stand in the places of a sentence: names, numbers, levels, clauses and sentences. */
const fillings = ["7", "read-only", "is missing", "It has a space in it.", "“a”", "kept", "delete", "7 seconds"];

function* filled(text: string): Generator<string> {
  if (!text.includes("{}")) yield* [text, `${text}: 7`];
  else for (const each of fillings) yield* filled(text.replace("{}", each));
}

const isSaid = (text: string, filled: string): boolean => {
  const [longest = ""] = text.split("{}").toSorted((a, b) => b.length - a.length);
  const words = said(filled) ?? said(`${filled}.`);
  return words !== null && !words.includes(longest.trim());
};
const unknown = (files: readonly SourceFile[]): string[] =>
  sentences(files).flatMap(({ path, text }) =>
    filled(text).some((each) => isSaid(text, each)) ? [] : [`${path}: ${text}`],
  );

describe("What the server says is there in French", () => {
  const files = readSources(root, [".ts"]);

  test("every sentence of its source", () => {
    expect(sentences(files).length).toBeGreaterThan(300);
    expect(unknown(files).join("\n")).toEqual("");
  });

  test("a sentence that is not there is found, with each of its choices", () => {
    const text =
      'throw new Refusal("x", `${name} is ${few ? "rather" : "very"} new here.`); log.warn("a line of the log"); new Error("for us alone")';
    expect(unknown([{ path: "server/a.ts", text }])).toEqual([
      "server/a.ts: {} is rather new here.",
      "server/a.ts: {} is very new here.",
    ]);
  });

  test("every word of the library that judges passwords", () => {
    const all = [...Object.values(translations.warnings), ...Object.values(translations.suggestions)];
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((each) => each !== null && said(each) === null)).toEqual([]);
  });
});
