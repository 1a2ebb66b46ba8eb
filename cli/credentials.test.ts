import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { credentialsFile, readCredentials, removeCredentials, saveCredentials } from "./credentials.ts";
import { Failure } from "./failure.ts";

const saved = { url: "http://127.0.0.1:7400", token: "glt_secret", email: "user@example.com" };
const modeOf = (path: string): number => statSync(path).mode & 0o777;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  env = { XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), "guestlist-config-")) };
});
afterEach(() => rmSync(env["XDG_CONFIG_HOME"]!, { recursive: true, force: true }));

it("keeps credentials where only their owner reads them", () => {
  saveCredentials(env, saved);
  expect(modeOf(credentialsFile(env))).toBe(0o600);
  expect(modeOf(dirname(credentialsFile(env)))).toBe(0o700);
  expect(readCredentials(env)).toEqual(saved);
});

it("narrows a folder and a file that were open to others", () => {
  mkdirSync(dirname(credentialsFile(env)));
  writeFileSync(credentialsFile(env), "{}");
  chmodSync(credentialsFile(env), 0o644);
  chmodSync(dirname(credentialsFile(env)), 0o755);
  saveCredentials(env, saved);
  expect(modeOf(credentialsFile(env))).toBe(0o600);
  expect(modeOf(dirname(credentialsFile(env)))).toBe(0o700);
});

it("leaves no draft behind", () => {
  saveCredentials(env, saved);
  saveCredentials(env, { ...saved, token: "glt_other" });
  expect(readdirSync(dirname(credentialsFile(env)))).toEqual(["credentials.json"]);
  expect(readFileSync(credentialsFile(env), "utf8")).toContain("glt_other");
});

it("knows nobody before a login and after a logout", () => {
  expect(readCredentials(env)).toBeNull();
  saveCredentials(env, saved);
  removeCredentials(env);
  expect(readCredentials(env)).toBeNull();
  removeCredentials(env);
});

it.each(["", "{", "[]", '{"url":"http://x"}', '"text"', "null"])(
  "says where a file of %j is, and what to do",
  (text) => {
    mkdirSync(dirname(credentialsFile(env)));
    writeFileSync(credentialsFile(env), text);
    expect(() => readCredentials(env)).toThrow(Failure);
    expect(() => readCredentials(env)).toThrow(credentialsFile(env));
  },
);

it("ignores a relative XDG_CONFIG_HOME", () => {
  expect(credentialsFile({ XDG_CONFIG_HOME: "here" })).toMatch(/\.config\/guestlist\/credentials\.json$/);
});
