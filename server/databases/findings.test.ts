import { expect, test } from "vitest";
import { isAttachable, judge } from "./findings.ts";
import type { Look } from "./look.ts";

type Answered = Extract<Look, { answered: true }>;

interface Changes {
  readonly target?: Partial<Answered["target"]>;
  readonly facts?: Partial<Answered["facts"]>;
  readonly seen?: Partial<Answered["seen"]>;
}

/** A managed server as it should be, with these changes. */
const look = ({ target, facts, seen }: Changes = {}): Answered => ({
  answered: true,
  target: {
    host: "db.example.com",
    port: 5432,
    user: "admin",
    password: "secret",
    dbname: "shop",
    sslmode: "verify-full",
    ...target,
  },
  facts: {
    versionNum: 170006,
    version: "17.6",
    systemIdentifier: "1",
    timeline: 1,
    adminRole: "admin",
    superuser: false,
    createRole: true,
    encrypted: true,
    answersMs: 3,
    ...facts,
  },
  seen: {
    template: false,
    owner: "shop_owner",
    owner_oid: 1,
    owner_can_log_in: false,
    owner_has_powers: false,
    acts_as_owner: true,
    administers_owner: true,
    admin_inherits: true,
    admin_creates_databases: true,
    admin_is_owner: false,
    owner_is_superuser: false,
    owned_objects: 0,
    schemas_closed_to_new_owner: [],
    servers_closed_to_new_owner: [],
    public_connects: false,
    relying_on_public: [],
    public_creates: [],
    event_triggers: 0,
    foreign_owners: [],
    ...seen,
  },
});

const judged = (changes: Changes) =>
  judge(look(changes), { control: false, attached: false })
    .filter(({ kind }) => kind !== "fine")
    .map(({ kind, code }) => `${kind} ${code}`);

test("a server as it should be has nothing against it", () => {
  expect(judged({})).toEqual([]);
});

test.each<[string, Changes, string[]]>([
  ["version 12", { facts: { versionNum: 120022 } }, ["refuses version"]],
  ["version 13", { facts: { versionNum: 130000 } }, []],
  ["version 19", { facts: { versionNum: 190000 } }, ["refuses version"]],
  ["no encryption over the network", { facts: { encrypted: false } }, ["refuses encryption"]],
  [
    "no encryption, though asked for",
    { facts: { encrypted: false }, target: { sslmode: "disable" } },
    ["refuses encryption"],
  ],
  ["no encryption on this machine", { facts: { encrypted: false }, target: { host: "127.0.0.1" } }, []],
  ["an unproven certificate", { target: { sslmode: "require" } }, ["limits encryption"]],
  ["the maintenance database", { target: { dbname: "postgres" } }, ["limits maintenance_database"]],
  ["event triggers", { seen: { event_triggers: 2 } }, ["limits event_triggers"]],
  ["a schema open to everybody", { seen: { public_creates: ["public"] } }, ["limits public_create"]],
])("%s", (_, changes, expected) => {
  expect(judged(changes)).toEqual(expected);
});

test("a server that does not answer is the only finding, without its password", () => {
  const silent = {
    answered: false,
    silent: true,
    code: "unreachable",
    reason: "nothing listens at its address",
  } as const;
  const findings = judge({ ...silent, target: look().target }, { control: false, attached: false });
  expect(findings).toEqual([
    {
      kind: "refuses",
      code: "unreachable",
      message: "db.example.com:5432 does not answer: nothing listens at its address.",
    },
  ]);
  expect(isAttachable(findings)).toBe(false);
});
