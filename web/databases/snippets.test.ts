import { expect, test } from "vitest";
import { snippetsOf } from "./snippets.ts";

const way = {
  host: "db-paris-1.example.com",
  port: 5432,
  dbname: "my_dedicated_db",
  login_name: "camille_w2p8",
  sslmode: "verify-full",
  uri: null,
};
const text = (name: string, some = {}) => snippetsOf({ ...way, ...some }).find((each) => each.name === name)?.text;

test("each program gets its own way to say the same", () => {
  expect(text("psql")).toBe(
    'psql "host=db-paris-1.example.com port=5432 dbname=my_dedicated_db user=camille_w2p8 sslmode=verify-full"',
  );
  expect(text("URI")).toBe("postgresql://camille_w2p8@db-paris-1.example.com:5432/my_dedicated_db?sslmode=verify-full");
  expect(text("URI", { uri: "postgresql://given" })).toBe("postgresql://given");
  expect(text("JDBC")).toContain("jdbc:postgresql://db-paris-1.example.com:5432/my_dedicated_db?user=camille_w2p8");
});

test("no snippet asks node-postgres for TLS where the server has none", () => {
  expect(text("Node")).toContain("ssl: true");
  expect(text("Node", { sslmode: "disable" })).not.toContain("ssl");
});

test("no snippet carries a password: it comes from the environment", () => {
  for (const { text: words } of snippetsOf(way)) {
    expect(
      words.replace(/os\.environ\["PGPASSWORD"\]|os\.Getenv\("PGPASSWORD"\)|process\.env\.PGPASSWORD/, ""),
    ).not.toMatch(/password\s*[=:]\s*["']?\w/);
    expect(words).not.toMatch(/\/\/[^@/]+:[^@/]+@/);
  }
});
