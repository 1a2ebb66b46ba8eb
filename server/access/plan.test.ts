import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Desired, DesiredLogin } from "./desired.ts";
import { loginMarker, newLoginName, ownerRoleNames } from "./names.ts";
import type { Observed, ObservedMembership, ObservedRole } from "./observe.ts";
import { levelFell, planLogin } from "./plan-login.ts";
import { planDatabase } from "./plan.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import { connectionLimit } from "./steps.ts";

const databaseId = "12345678-0000-4000-8000-000000000000";
const levels = ["read-only", "read-write", "full"] as const;

const role = (oid: number, name: string, comment: string | null, more: Partial<ObservedRole> = {}): ObservedRole => ({
  oid,
  name,
  comment,
  can_login: false,
  has_password: null,
  attributes: [],
  connection_limit: -1,
  valid_until: null,
  memberships: [],
  settings: [],
  global_settings: [],
  ...more,
});
const desired: Desired = {
  databaseId,
  dbname: "shop",
  state: "ready",
  kind: "created",
  ownership: "made",
  deleteData: null,
  owner: {
    oid: 1,
    name: "shop_owner",
    storedName: "shop_owner",
    names: ownerRoleNames("shop", databaseId),
    marker: "the owner",
  },
  readOnly: { name: "ro", marker: "the ro" },
  readWrite: { name: "rw", marker: "the rw" },
  users: [],
  logins: [],
};
const joined = (oid: number, name: string, set: boolean): ObservedMembership => ({
  role_oid: oid,
  role: name,
  grantor: "postgres",
  admin: false,
  inherit: true,
  set,
});
const owner = role(1, "shop_owner", "the owner", { memberships: [joined(3, "rw", false)] });
const [ro, rw] = [role(2, "ro", "the ro"), role(3, "rw", "the rw")];
const observedWith = (...roles: ObservedRole[]): Observed => ({
  versionNum: 180000,
  adminRole: "postgres",
  superuser: true,
  roles: [owner, ro, rw, ...roles],
  database: {
    oid: 10,
    owner_oid: 1,
    owner: "shop_owner",
    owner_can_login: false,
    owner_is_superuser: false,
    joins_owner: false,
    public_connects: false,
    connects: [1, 2, 3],
    allows_connections: true,
    connection_limit: -1,
    settings: [],
    relying_on_public: [],
  },
});
const groups = {
  "read-only": joined(2, "ro", false),
  "read-write": joined(3, "rw", false),
  full: joined(1, "shop_owner", true),
};

const login = (more: Partial<DesiredLogin> = {}): DesiredLogin => ({
  id: "login",
  name: "camille_w2p8",
  storedName: "camille_w2p8",
  oid: 20,
  generation: 1,
  marker: loginMarker("login", 1, databaseId),
  state: "ready",
  access: "read-only",
  seenAccess: more.access ?? "read-only",
  until: null,
  email: "camille@example.com",
  ...more,
});
const made = (wanted: DesiredLogin, more: Partial<ObservedRole> = {}): ObservedRole =>
  role(20, wanted.name, wanted.marker, {
    can_login: true,
    connection_limit: connectionLimit,
    valid_until: wanted.until === null ? "infinity" : String(wanted.until.getTime()),
    memberships: [groups[wanted.access]],
    settings: wanted.access === "full" ? ["role=shop_owner"] : [],
    ...more,
  });

describe("a login", () => {
  test("that is as it should be needs nothing", () => {
    for (const access of levels) {
      const wanted = login({ access });
      expect(planLogin(desired, observedWith(made(wanted)), wanted)).toEqual({ steps: [], blocked: null });
    }
  });

  test("changes its level in one step, which is not drift, and of the old level nothing stays", () => {
    fc.assert(
      fc.property(fc.constantFrom(...levels), fc.constantFrom(...levels), (from, to) => {
        fc.pre(from !== to);
        const observed = observedWith(made(login({ access: from })));
        const { steps } = planLogin(desired, observed, login({ access: to, seenAccess: from }));
        expect(steps.map((step) => step.kind)).toEqual(["set-level"]);
        const sql = steps[0]?.sql.join("\n") ?? "";
        expect(sql).toContain(`REVOKE ${quoteIdent(groups[from].role)}`);
        expect(sql).toContain(`GRANT ${quoteIdent(groups[to].role)}`);
        expect(steps[0]?.drift).toBeUndefined();
      }),
    );
  });

  test("is never planned onto a role of another OID that has not its marker, whatever its name", () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.constantFrom(...levels), (comment, access) => {
        const wanted = login({ access });
        fc.pre(comment !== wanted.marker);
        const stranger = { ...made(wanted, { comment }), oid: 21 };
        const { steps } = planLogin(desired, observedWith(stranger), wanted);
        expect(steps.map((step) => step.kind)).toEqual(["create-login"]);
      }),
    );
  });

  test("gets its marker back on the role of its OID and its name, unless it is another's", () => {
    const wanted = login();
    for (const comment of [null, "Camille, marketing"]) {
      const { steps } = planLogin(desired, observedWith(made(wanted, { comment })), wanted);
      expect(steps.map((step) => step.sql)).toEqual([[`COMMENT ON ROLE "camille_w2p8" IS '${wanted.marker}'`]]);
    }
    const doubtful = [
      made(wanted, { comment: null, name: "camille_old" }),
      made(wanted, { comment: loginMarker("login", 2, databaseId) }),
    ];
    for (const role of doubtful)
      expect(planLogin(desired, observedWith(role), wanted)).toEqual({ steps: [], blocked: expect.any(String) });
    const elsewhere = { ...made(wanted), oid: 21, name: "another" };
    expect(planLogin(desired, observedWith(made(wanted, { comment: null }), elsewhere), wanted).steps).toEqual([]);
  });

  test("loses whatever else it was made a member of, grantor by grantor", () => {
    const wanted = login();
    const extra = [joined(3, "rw", false), { ...groups["read-only"], grantor: "second", admin: true }];
    const { steps } = planLogin(
      desired,
      observedWith(made(wanted, { memberships: [groups["read-only"], ...extra] })),
      wanted,
    );
    expect(steps[0]).toMatchObject({ kind: "set-level", drift: "the login camille_w2p8 was made a member of rw" });
    expect(steps[0]?.sql).toEqual(
      expect.arrayContaining([
        'REVOKE "rw" FROM "camille_w2p8" GRANTED BY "postgres" CASCADE',
        'REVOKE "ro" FROM "camille_w2p8" GRANTED BY "second" CASCADE',
      ]),
    );
  });

  test("gets full only while the owner role cannot log in", () => {
    const wanted = login({ access: "full" });
    const kept = { ...desired, kind: "attached", ownership: "kept" } as const;
    expect(planLogin(kept, observedWith(), wanted).blocked).toContain("ownership is moved");
    const awake: Observed = { ...observedWith(), roles: [{ ...owner, can_login: true }, ro, rw] };
    expect(planLogin(desired, awake, wanted).blocked).not.toBeNull();
  });
});

test("no description tells a secret", () => {
  const user = {
    id: "u",
    name: "shop_app",
    storedName: "shop_app",
    oid: null,
    marker: "the app",
    protected: true,
    state: "making",
    access: "full",
    seenAccess: "full",
    verifierSealed: Buffer.from("x"),
  } as const;
  const plan = planDatabase(
    { ...desired, state: "making", users: [user] },
    observedWith(),
    () => "SCRAM-SHA-256$secret",
  );
  expect(plan.steps.some((step) => step.sql.join("").includes("SCRAM-SHA-256$secret"))).toBe(true);
  for (const step of plan.steps) expect(step.description).not.toContain("SCRAM");
});

test("a database that is not ours blocks, and nothing is planned", () => {
  const observed = observedWith();
  const theirs = { ...observed, database: observed.database && { ...observed.database, owner_oid: 99, owner: "them" } };
  expect(planDatabase({ ...desired, state: "making" }, theirs, String)).toEqual({
    steps: [],
    blocked: "A database named shop exists on that server already.",
  });
});

test("a level falls only from more to less", () => {
  expect(levelFell({ access: "read-only", seenAccess: "full" })).toBe(true);
  expect(levelFell({ access: "full", seenAccess: "read-only" })).toBe(false);
  expect(levelFell({ access: "full", seenAccess: null })).toBe(false);
});

test("a login's name is a plain PostgreSQL name, whatever the username", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (username) => {
      const name = newLoginName(username);
      expect(name).toMatch(/^(?!pg_)[a-z][a-z0-9_]*_[a-z2-9]{4}$/);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    }),
  );
});

test("quoting leaves nothing to be read as SQL", () => {
  expect(quoteIdent('a"b')).toBe('"a""b"');
  expect(quoteLiteral("it's")).toBe("'it''s'");
  expect(quoteLiteral("back\\slash'")).toBe("E'back\\\\slash'''");
});
