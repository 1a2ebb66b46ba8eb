import { existsSync, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { removeCredentials, saveCredentials } from "../credentials.ts";
import { Peer } from "../testing/peer.ts";
import { account } from "../testing/records.ts";
import { Cli, type Ran } from "../testing/run.ts";

const cli = new Cli();
const peer = new Peer();
const config = join(cli.folder, "config");
const file = join(config, "guestlist", "credentials.json");
const cookie = { "set-cookie": "guestlist_session=abc; Path=/; HttpOnly; SameSite=Lax" };
const signIn = ["login", "--email", "user1@example.com", "--password-stdin"];

beforeAll(async () => await Promise.all([cli.build(), peer.open()]));
afterAll(async () => {
  cli.remove();
  await peer.close();
});
beforeEach(() => {
  peer.forget();
  peer.on("POST /v1/account/sign-in", { body: { account }, headers: cookie });
  peer.on("POST /v1/account/tokens", { status: 201, body: { api_token: {}, token: "glt_made" } });
  peer.on("POST /v1/account/sign-out", { status: 204 });
  peer.on("GET /v1/account", { body: { account } });
  peer.on("DELETE /v1/account/tokens/current", { status: 204 });
});
afterEach(() => removeCredentials({ XDG_CONFIG_HOME: config }));

const run = async (args: string[], input = ""): Promise<Ran> =>
  await cli.run(args, { input, env: { XDG_CONFIG_HOME: config, GUESTLIST_URL: peer.url } });

describe("login", () => {
  it("keeps a token of this computer, ends the session, and prints no secret", async () => {
    const ran = await run(signIn, "correct horse\n");
    expect(ran).toEqual({ code: 0, stdout: `-----> Signed in at ${peer.url} as user1@example.com\n`, stderr: "" });
    expect(peer.calls).toEqual([
      "POST /v1/account/sign-in",
      "POST /v1/account/tokens",
      "POST /v1/account/sign-out",
      "GET /v1/account",
    ]);
    const [signedIn, tokenMade, signedOut, looked] = peer.received;
    expect(signedIn?.body).toEqual({ email: "user1@example.com", password: "correct horse" });
    expect(tokenMade?.body).toEqual({ name: `guestlist on ${hostname()}` });
    expect([tokenMade?.headers.cookie, signedOut?.headers.cookie]).toEqual(Array(2).fill("guestlist_session=abc"));
    expect(looked?.headers.authorization).toBe("Bearer glt_made");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      url: peer.url,
      token: "glt_made",
      email: "user1@example.com",
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("lets later commands find the server and the token", async () => {
    await run(signIn, "correct horse\n");
    const { stdout } = await cli.run(["whoami"], { env: { XDG_CONFIG_HOME: config } });
    expect(stdout).toBe(`user1@example.com (user1) at ${peer.url}\n`);
  });

  it("takes a token that exists, after a look whether it works", async () => {
    expect((await run(["login", "--token-stdin"], "glt_given\n")).code).toBe(0);
    expect(peer.calls).toEqual(["GET /v1/account"]);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ token: "glt_given" });
  });

  it("ends the token of the login before", async () => {
    await run(["login", "--token-stdin"], "glt_before\n");
    peer.received.length = 0;
    await run(signIn, "correct horse\n");
    const ended = peer.received.find((one) => one.call === "DELETE /v1/account/tokens/current");
    expect(ended?.headers.authorization).toBe("Bearer glt_before");
  });

  it("keeps nothing when the server refuses", async () => {
    peer.refuse("POST /v1/account/sign-in", "wrong_credentials", "This address and password do not belong together.");
    expect(await run(signIn, "wrong\n")).toEqual({
      code: 1,
      stdout: "",
      stderr: " !     This address and password do not belong together.\n",
    });
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    [["login"], "login asks on a terminal. Elsewhere use --email with --password-stdin, or --token-stdin."],
    [["login", "--password-stdin"], "--password-stdin needs --email too."],
    [signIn, "The password was to come on standard input, and nothing came."],
    [["login", "--token-stdin"], "The API token was to come on standard input, and nothing came."],
  ])("says what %j is missing", async (args, words) => {
    expect(await run(args)).toEqual({ code: 2, stdout: "", stderr: ` !     ${words}\n` });
    expect(peer.calls).toEqual([]);
  });
});

describe("logout", () => {
  const saved = (): void =>
    saveCredentials({ XDG_CONFIG_HOME: config }, { url: peer.url, token: "glt_kept", email: "e" });

  it("ends the token on the server and forgets it", async () => {
    saved();
    expect(await run(["logout"])).toEqual({ code: 0, stdout: `-----> Signed out at ${peer.url}\n`, stderr: "" });
    expect(peer.received[0]?.headers.authorization).toBe("Bearer glt_kept");
    expect(existsSync(file)).toBe(false);
  });

  it("forgets a token that the server no longer knows", async () => {
    saved();
    peer.refuse("DELETE /v1/account/tokens/current", "not_signed_in", "Sign in first.");
    expect((await run(["logout"])).code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it("does not forget a token that may still work", async () => {
    saved();
    peer.refuse("DELETE /v1/account/tokens/current", "unavailable", "Try again in a minute.");
    expect((await run(["logout"])).code).toBe(1);
    expect(existsSync(file)).toBe(true);
  });

  it("says so where nobody is signed in", async () => {
    const { code, stderr } = await run(["logout"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("You are not signed in")]);
  });
});
