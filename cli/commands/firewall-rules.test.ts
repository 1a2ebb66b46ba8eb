import type { FirewallRule } from "@guestlist/contract";
import { describe, expect, test } from "vitest";
import { stage } from "../testing/stage.ts";

const { peer, run: runCli } = stage();
const run = (...args: string[]) => runCli("--database", "my-dedicated-db", ...args);
const path = "/v1/databases/my-dedicated-db/firewall-rules";

const rule = (differs: Partial<FirewallRule> = {}): FirewallRule => ({
  id: "0198f0aa-0000-7000-8000-000000000021",
  cidr: "127.0.0.0/8",
  label: "this machine",
  state: "enforced",
  blocked: null,
  lets_nobody_in: null,
  created_at: "2026-02-13T10:21:07.000Z",
  can: { remove: true },
  why_not: {},
  ...differs,
});
const outside = rule({
  id: "0198f0aa-0000-7000-8000-000000000022",
  cidr: "203.0.113.0/24",
  label: "office",
  lets_nobody_in: "Nobody comes from there.",
});
const listOf = (...rules: FirewallRule[]) => ({ rules, can: { add: true }, why_not: {} });

describe("firewall-rules", () => {
  test("lists the addresses with their labels and states, and says which let nobody in", async () => {
    const waits = rule({ state: "making", blocked: "pg_hba.conf cannot be written (EACCES)." });
    peer.on(`GET ${path}`, { body: listOf(outside, waits) });
    expect(await run("firewall-rules")).toEqual({
      code: 0,
      stdout: [
        "┌────────────────┬──────────────┬─────────────────────────────────────────────────┐",
        "│   ADDRESSES    │    LABEL     │                      STATE                      │",
        "├────────────────┼──────────────┼─────────────────────────────────────────────────┤",
        "│ 203.0.113.0/24 │ office       │ enforced                                        │",
        "│ 127.0.0.0/8    │ this machine │ making: pg_hba.conf cannot be written (EACCES). │",
        "└────────────────┴──────────────┴─────────────────────────────────────────────────┘",
        "",
      ].join("\n"),
      stderr: "       203.0.113.0/24: Nobody comes from there.\n",
    });
    expect(JSON.parse((await run("firewall-rules", "--json")).stdout)).toEqual(listOf(outside, waits));
  });

  test("says what no rule means, and why there can be none", async () => {
    peer.on(`GET ${path}`, { body: { rules: [], can: { add: false }, why_not: { add: "Its provider holds it." } } });
    expect(await run("firewall-rules")).toEqual({
      code: 0,
      stdout: "my-dedicated-db has no firewall rules: every address that its server takes is let in.\n",
      stderr: "       Its provider holds it.\n",
    });
  });
});

describe("firewall-rules-add", () => {
  test("says what is let in, and whether anybody can come from there", async () => {
    peer.on(`POST ${path}`, { status: 201, body: { rule: outside } });
    expect(await run("firewall-rules-add", "203.0.113.0/24", "--label", "office")).toEqual({
      code: 0,
      stdout: "-----> 203.0.113.0/24 is let in by the firewall of my-dedicated-db\n",
      stderr: "       Nobody comes from there.\n",
    });
    expect(peer.received[0]?.body).toEqual({ cidr: "203.0.113.0/24", label: "office" });
    expect(JSON.parse((await run("firewall-rules-add", "127.0.0.1", "--json")).stdout)).toEqual({ rule: outside });
    expect(peer.received[1]?.body).toEqual({ cidr: "127.0.0.1" });
  });

  test("fails when PostgreSQL does not follow it yet", async () => {
    peer.on(`POST ${path}`, { status: 201, body: { rule: rule({ state: "making" }) } });
    expect(await run("firewall-rules-add", "127.0.0.0/8")).toEqual({
      code: 1,
      stdout: "",
      stderr: " !     127.0.0.0/8 is noted, and not let in yet.\n",
    });
  });
});

describe("firewall-rules-remove", () => {
  test("takes the addresses as they were typed, and says when no rule is left", async () => {
    peer.on(`GET ${path}`, { body: listOf(outside) });
    peer.on(`DELETE ${path}/${outside.id}`, { body: { rule: outside, waiting: null } });
    expect(await run("firewall-rules-remove", "203.0.113.0/24")).toEqual({
      code: 0,
      stdout: "-----> 203.0.113.0/24 has been removed from the firewall of my-dedicated-db\n",
      stderr: "       No rule is left: every address that its server takes is let in.\n",
    });
    const json = await run("firewall-rules-remove", outside.id, "--json");
    expect(JSON.parse(json.stdout)).toEqual({ rule: outside, waiting: null });
  });

  test("fails while PostgreSQL still lets it in, and where there is no such rule", async () => {
    peer.on(`GET ${path}`, { body: listOf(outside, rule()) });
    peer.on(`DELETE ${path}/${rule().id}`, { status: 202, body: { rule: rule(), waiting: "It is still let in." } });
    const waits = await run("firewall-rules-remove", "127.0.0.0/8");
    expect([waits.code, waits.stdout, waits.stderr]).toEqual([1, "", " !     It is still let in.\n"]);
    const none = await run("firewall-rules-remove", "10.0.0.0/8");
    expect([none.code, none.stderr]).toEqual([1, " !     10.0.0.0/8 is no firewall rule of my-dedicated-db.\n"]);
  });
});
