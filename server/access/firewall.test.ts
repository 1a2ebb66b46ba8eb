import { describe, expect, test } from "vitest";
import type { RuledDatabase } from "../databases/firewall/queries.ts";
import { clientAuthentication } from "../platform/bundled-postgres/index.ts";
import { drifted, narrowedBy, whyNotRead, type ReadLine } from "./firewall.ts";

const database = (dbname: string, ...rules: [cidr: string, state: string][]): RuledDatabase => ({
  id: `id of ${dbname}`,
  dbname,
  rules: rules.map(([cidr, state]) => ({ id: cidr, cidr, state })),
});
const office = database("shop", ["203.0.113.0/24", "enforced"], ["127.0.0.0/8", "enforced"]);
const shut = database("wall", ["203.0.113.0/24", "enforced"]);
const fileOf = (...ruled: RuledDatabase[]): string => clientAuthentication(narrowedBy(ruled));

describe("what pg_hba.conf should say", () => {
  test("is what rules name of the server's own addresses, of those that are wanted", () => {
    expect(narrowedBy([office, shut])).toEqual([
      { dbname: "shop", from: ["127.0.0.1"] },
      { dbname: "wall", from: [] },
    ]);
    expect(narrowedBy([database("shop", ["127.0.0.1", "removing"], ["10.0.0.0/8", "making"])])).toEqual([
      { dbname: "shop", from: [] },
    ]);
  });

  test("is nothing of a database whose last rule goes", () => {
    expect(narrowedBy([database("shop", ["203.0.113.0/24", "removing"])])).toEqual([]);
  });
});

describe("drift", () => {
  test("is what differs though all rules were followed already", () => {
    expect(drifted(fileOf(office, shut), [office, shut])).toEqual([]);
    expect(drifted(fileOf(office), [office, shut])).toEqual([shut]);
    expect(drifted(`host all all 0.0.0.0/0 trust\n${fileOf(office, shut)}`, [office, shut])).toEqual([office, shut]);
    expect(drifted("", [office])).toEqual([office]);
  });

  test("is not what was asked for, of this database or of another one", () => {
    const wider = database("wall", ["203.0.113.0/24", "enforced"], ["127.0.0.1", "making"]);
    expect(drifted(fileOf(office, shut), [office, wider])).toEqual([]);
    expect(drifted(fileOf(office), [office, database("wall", ["10.0.0.0/8", "making"])])).toEqual([]);
  });
});

describe("how PostgreSQL reads it", () => {
  const line = (dbname: string, address: string, method = "scram-sha-256", error: string | null = null): ReadLine => ({
    database: [dbname],
    address,
    auth_method: method,
    error,
  });
  const own = [line("all", "127.0.0.1"), line("all", "::1"), line("guestlist", "127.0.0.1"), line("guestlist", "::1")];
  const all = [line("all", "127.0.0.1"), line("all", "::1")];
  const wanted = narrowedBy([office, shut]);
  const meant = [line("shop", "127.0.0.1"), line("shop", "all", "reject"), line("wall", "all", "reject")];

  test("is as it is meant, or why not", () => {
    expect(whyNotRead([...own, ...meant, ...all], wanted)).toBe(null);
    expect(whyNotRead([...own, ...all], [])).toBe(null);
    const another = "PostgreSQL reads another pg_hba.conf than the one that Guestlist writes.";
    expect(whyNotRead([...own, ...all], wanted)).toBe(another);
    expect(whyNotRead([...own, line("shop", "127.0.0.1", "trust"), ...meant.slice(1), ...all], wanted)).toBe(another);
    expect(whyNotRead([...own, ...meant, ...all, line("all", "all", "trust")], wanted)).toBe(another);
  });

  test("is nothing when a line has an error", () => {
    const wrong = { database: null, address: null, auth_method: null, error: "invalid connection type" };
    expect(whyNotRead([wrong, ...own, ...meant, ...all], wanted)).toMatch(/refuses pg_hba.conf: invalid connection/);
  });
});
