import { expect, test } from "vitest";
import { heardAsItComes } from "./rules/heard.ts";
import { readSources } from "./rules/source.ts";
import { strayWords } from "./rules/words.ts";
import { root } from "./support/paths.ts";

test("the words of the dashboard stand in its catalog", () => {
  expect(strayWords(readSources(root, [".ts", ".tsx"]))).toEqual([]);
});

test("words outside the catalog are found, and what nobody reads is let pass", () => {
  const stray = (text: string): number => strayWords([{ path: "web/a.tsx", text }]).length;
  expect(stray("export const A = () => <p>Sign in</p>")).toBe(1);
  expect(stray(`export const A = () => <Field label="email" />`)).toBe(1);
  expect(stray("announce(`The token ${name} has ended.`)")).toBe(2);
  expect(stray(`const themes = [{ value: "light", name: "Light" }]`)).toBe(1);
  expect(stray(`const a = many ? "two sessions" : ""`)).toBe(1);
  expect(stray(`import a from "Some thing"; throw new Error("Some thing is missing")`)).toBe(0);
  expect(stray(`const A = () => <input name="email" className={b ? "one two" : "c"} type="text" />`)).toBe(0);
  expect(stray(`type A = "One two"; navigate({ to: "/databases/$database" }); t("signIn.title")`)).toBe(0);
  expect(stray(`t(\`level.\${level}.name\`); if (event.key === "Escape") t.rich("a.b", { n })`)).toBe(0);
  expect(strayWords([{ path: "web/strings/en/a.ts", text: `const a = "One two"` }])).toEqual([]);
});

test("what the server says is shown in the reader's language", () => {
  expect(heardAsItComes(readSources(root, [".ts", ".tsx"]))).toEqual([]);
});

test("a sentence of the server that is shown as it comes is found, one that is said or only asked for is let pass", () => {
  const found = (text: string): string[] => heardAsItComes([{ path: "web/a.tsx", text }]);
  expect(found("export const A = () => <small>{database.blocked}</small>")).toHaveLength(1);
  expect(found(`const a = of.why_not["leave"] ?? ""`)).toHaveLength(1);
  expect(found(`const A = () => database.blocked !== null && <small>{said(database.blocked)}</small>`)).toEqual([]);
  expect(found(`const a = said(of.why_not["leave"] ?? "")`)).toEqual([]);
});
