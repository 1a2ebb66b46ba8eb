import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf } from "../support/postgres.ts";
import { startGuestlist, type Guestlist } from "../support/product.ts";
import { exchanged, goClient, type GoClient } from "../support/scalingo.ts";
import { addPerson, createDatabase, type Person } from "./stage.ts";

/** The firewall of the bundled PostgreSQL, as the Go clients and scalingo.js 0.20 ask for it. */
const name = "walled-database";
let product: Guestlist;
let owner: Person;
let client: GoClient;
let addon: GoClient;
let uri: string;
let rules: string;

beforeAll(async () => {
  product = await startGuestlist({ bundled: true });
  const base = `${product.url}/scalingo`;
  owner = await addPerson({ product }, "owner@example.com");
  const made = await createDatabase(owner, name);
  uri = made.connection_uri;
  client = await exchanged(base, owner.token);
  const { id } = made.database;
  const { body } = await client.post(`/v1/apps/${name}/addons/ad-${id}/token`);
  addon = goClient(base, `Bearer ${(body["addon"] as { token: string }).token}`);
  rules = `/api/databases/ad-${id}/firewall_rules`;
});
afterAll(() => product.kill("SIGTERM"));

interface Rule {
  id: string;
  type: string;
  cidr: string;
  label: string;
  range_id: string;
}
const listed = async (by = addon) => (await by.get(rules)).body["rules"] as Rule[];

describe("firewall rules", () => {
  test("are none at first, and no ranges are managed", async () => {
    expect([await listed(), (await addon.get("/api/firewall/managed_ranges")).body]).toEqual([[], { ranges: [] }]);
    expect(await refusalOf(uri)).toBe(undefined);
  });

  test("are taken flat with the addon's token, answered 201 with what was sent, and refuse a login from elsewhere", async () => {
    const sent = { type: "custom_range", cidr: "203.0.113.0/24", label: "office" };
    const { status, body } = await addon.post(rules, sent);
    const rule = body["rule"] as Rule;
    expect([status, rule]).toEqual([201, { id: rule.id, ...sent, range_id: "" }]);
    expect(await listed()).toEqual([rule]);
    expect(await refusalOf(uri)).toBe("28000");
  });

  test("are taken wrapped with the person's bearer, without a label, and let in", async () => {
    const { status, body } = await client.post(rules, { firewall_rule: { type: "custom_range", cidr: "127.0.0.1" } });
    expect([status, body["rule"]]).toMatchObject([201, { cidr: "127.0.0.1", label: "", type: "custom_range" }]);
    expect((await listed(client)).map(({ cidr }) => cidr)).toEqual(["203.0.113.0/24", "127.0.0.1"]);
    expect(await refusalOf(uri)).toBe(undefined);
  });

  test("that cannot be are refused in a shape that all clients read", async () => {
    const refusals: [object, number, string?][] = [
      [{ type: "custom_range", cidr: "office" }, 422, "cidr"],
      [{ type: "custom_range", cidr: "10.1.2.3/8", label: "x" }, 422, "cidr"],
      [{ firewall_rule: { type: "custom_range", cidr: 7 } }, 422, "cidr"],
      [{}, 422, "cidr"],
      [{ type: "managed_range", range_id: "r-1" }, 422, "range_id"],
      [{ type: "custom_range", cidr: "127.0.0.1/32" }, 409],
    ];
    for (const [sent, status, field] of refusals) {
      const answer = await addon.post(rules, sent);
      expect([sent, answer.status, typeof answer.body["error"]]).toEqual([sent, status, "string"]);
      if (field) expect(answer.body["errors"]).toEqual({ [field]: [expect.any(String)] });
    }
    const stranger = await exchanged(
      `${product.url}/scalingo`,
      (await addPerson({ product }, "eve@example.com")).token,
    );
    for (const answer of [
      await stranger.get(rules),
      await stranger.post(rules, { type: "custom_range", cidr: "0.0.0.0/0" }),
      await stranger.delete(`${rules}/${(await listed())[0]!.id}`),
    ])
      expect([answer.status, typeof answer.body["error"]]).toEqual([404, "string"]);
    expect((await goClient(`${product.url}/scalingo`).get(rules)).status).toBe(401);
  });

  test("are removed with 204 and no body, and are then not there", async () => {
    for (const { id } of await listed()) {
      const { status, text } = await addon.delete(`${rules}/${id}`);
      expect([status, text]).toEqual([204, ""]);
      const again = await addon.delete(`${rules}/${id}`);
      expect([again.status, again.body["resource"]]).toEqual([404, "firewall_rule"]);
    }
    expect([await listed(), await refusalOf(uri)]).toEqual([[], undefined]);
  });
});
