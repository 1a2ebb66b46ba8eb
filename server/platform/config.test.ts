import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig, urlOf } from "./config.ts";
import { settings } from "./settings.ts";

describe("the settings", () => {
  test("have a default each when nothing is set", () => {
    expect(readConfig({})).toEqual({
      port: 7400,
      host: "127.0.0.1",
      publicUrl: new URL("http://127.0.0.1:7400"),
      dataDir: resolve("data"),
      mailFrom: "Guestlist <guestlist@localhost>",
      trustProxy: false,
      logLevel: "info",
    });
  });

  test("that are empty count as unset", () => {
    expect(readConfig({ PORT: "", HOST: " ", DATABASE_URL: "", SMTP_URL: "" })).toEqual(readConfig({}));
  });

  test("are read as they are meant", () => {
    const config = readConfig({
      PORT: "80",
      HOST: "0.0.0.0",
      PUBLIC_URL: "https://guests.example.com/",
      DATA_DIR: "/srv/guestlist",
      DATABASE_URL: "postgresql://u:p@one.example.com:5433/control?sslmode=require",
      BUNDLED_POSTGRES_PORT: "5499",
      SMTP_URL: "smtps://u:p@mail.example.com",
      SECRET_KEY: "k".repeat(32),
      TRUST_PROXY: "10.0.0.0/8, ::1",
      LOG_LEVEL: "debug",
    });
    expect(config).toMatchObject({
      port: 80,
      host: "0.0.0.0",
      dataDir: "/srv/guestlist",
      bundledPostgresPort: 5499,
      mailFrom: "Guestlist <guestlist@guests.example.com>",
      trustProxy: ["10.0.0.0/8", "::1"],
      logLevel: "debug",
    });
    expect(config.publicUrl.href).toBe("https://guests.example.com/");
  });

  test("are all named at once when they are wrong, without the value of a secret", () => {
    const mistakes = mistakesOf({
      PORT: "70000",
      HOST: "http://here",
      PUBLIC_URL: "guests.example.com",
      DATABASE_URL: "mysql://root:hunter2@db/x",
      SMTP_URL: "hunter2",
      MAIL_FROM: "nobody",
      SECRET_KEY: "hunter2",
      TRUST_PROXY: "true",
      LOG_LEVEL: "loud",
    });
    const named = mistakes.map((mistake) => mistake.split(" ")[0]);
    expect(named.slice(0, 9)).toEqual([
      "PORT",
      "HOST",
      "PUBLIC_URL",
      "DATABASE_URL",
      "SMTP_URL",
      "MAIL_FROM",
      "SECRET_KEY",
      "TRUST_PROXY",
      "LOG_LEVEL",
    ]);
    expect(mistakes.join("\n")).not.toContain("hunter2");
  });

  test.each([
    "postgresql://u:hunter2@one.example.com,two.example.com:5433/control?sslmode=require",
    "postgresql://u:hunter2@one.example.com:5432,two.example.com:5432/control",
    "postgresql://u:hunter2@/control?host=one.example.com,two.example.com",
  ])("DATABASE_URL with several hosts is refused, as the driver knows one: %s", (DATABASE_URL) => {
    const [mistake = ""] = mistakesOf({ DATABASE_URL });
    expect(mistake).toBe("DATABASE_URL must name one host: the server that can be written to.");
    const comma = DATABASE_URL.replace(/@.*/, ",@one.example.com/control");
    expect(readConfig({ DATABASE_URL: comma }).databaseUrl).toBe(comma);
  });

  test.each(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])("%s is refused: nothing is behind it", (name) => {
    expect(mistakesOf({ [name]: "hunter2" })).toEqual([`Take out ${name}: nobody can sign in by OpenID Connect yet.`]);
    expect(readConfig({ [name]: "" })).toEqual(readConfig({}));
  });

  test.each(["0.0.0.0", "::", "192.0.2.7", "guests.example.com"])("HOST %s is refused without SMTP_URL", (HOST) => {
    expect(mistakesOf({ HOST }).join("\n")).toContain("Set SMTP_URL to your mail server, or HOST to 127.0.0.1.");
    const env = { HOST, SMTP_URL: "smtp://mail.example.com", PUBLIC_URL: "https://guests.example.com" };
    expect(readConfig(env).host).toBe(HOST);
  });

  test.each(["127.0.0.1", "127.0.0.53", "::1", "[::1]", "localhost"])("HOST %s needs no SMTP_URL", (HOST) => {
    expect(readConfig({ HOST }).smtpUrl).toBeUndefined();
  });

  test("a server that listens everywhere must say how it is reached", () => {
    expect(mistakesOf({ HOST: "0.0.0.0", SMTP_URL: "smtp://mail.example.com" })).toHaveLength(1);
  });

  test.each(["12a", "-1", "65536", "1e3", "0x50"])("PORT %s is refused", (PORT) => {
    expect(mistakesOf({ PORT })[0]).toBe(`PORT is "${PORT}": it must be a port number from 0 to 65535.`);
  });

  test.each([
    ["http://a.example.com/app", "without a path"],
    ["http://u:p@a.example.com", "without a user name"],
    ["ftp://a.example.com", "https://"],
  ])("PUBLIC_URL %s is refused", (PUBLIC_URL, reason) => {
    expect(mistakesOf({ PUBLIC_URL })[0]).toContain(reason);
  });

  test.each(["Guestlist <a@b.example>\r\nBcc: x@y.example", "a@b@c", "<a@b", "Guestlist"])(
    "MAIL_FROM %j is refused",
    (MAIL_FROM) => {
      expect(mistakesOf({ MAIL_FROM })).toHaveLength(1);
    },
  );

  test.each([
    ["0", false],
    ["false", false],
    ["2", 2],
    ["loopback", ["loopback"]],
  ])("TRUST_PROXY %s is %j", (TRUST_PROXY, trustProxy) => {
    expect(readConfig({ TRUST_PROXY }).trustProxy).toEqual(trustProxy);
  });

  test.each(Object.entries(settings))("%s is documented in a sentence", (_name, setting) => {
    expect(setting.doc).toMatch(/\.$/);
  });

  test("an IPv6 address stands in brackets in a URL, and a wildcard is reached on loopback", () => {
    expect(urlOf("::1", 7400).href).toBe("http://[::1]:7400/");
    expect(urlOf("0.0.0.0", 7400).href).toBe("http://127.0.0.1:7400/");
  });
});

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}
