import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { openControlDatabase, type ControlDatabase } from "./control-database.ts";
import { createLog } from "./log.ts";
import { forgive, limit, networkOf } from "./rate-limit.ts";

let control: TestControlDatabase;
let database: ControlDatabase;
beforeAll(async () => {
  control = await createControlDatabase();
  database = openControlDatabase(control.url, createLog("silent"));
});
afterAll(async () => {
  await database.close();
  await control.drop();
});

const outcomes = async (tries: Promise<void>[]) => {
  const settled = await Promise.allSettled(tries);
  return settled.filter(({ status }) => status === "fulfilled").length;
};

test("of fifty at once, as many pass as the rule has points", async () => {
  const rule = { name: "fifty", points: 7, seconds: 60 };
  expect(await outcomes(Array.from({ length: 50 }, () => limit(database, rule, ["somebody"])))).toBe(7);
  await expect(limit(database, rule, ["somebody else"])).resolves.toBeUndefined();
});

test("a refusal says when to try again, in words and as a header", async () => {
  const rule = { name: "again", points: 1, seconds: 600 };
  await limit(database, rule, ["x"]);
  await expect(limit(database, rule, ["x"])).rejects.toMatchObject({
    code: "too_many_requests",
    message: "Too many attempts. Try again in 10 minutes.",
    headers: { "retry-after": "600" },
  });
});

test("every key counts, and one that is over refuses", async () => {
  const rule = { name: "keys", points: 2, seconds: 60 };
  await limit(database, rule, ["account-1", "network"]);
  await limit(database, rule, ["account-2", "network"]);
  await expect(limit(database, rule, ["account-3", "network"])).rejects.toMatchObject({ code: "too_many_requests" });
  await expect(limit(database, rule, ["account-1"])).resolves.toBeUndefined();
});

test("what was rightful is taken back", async () => {
  const rule = { name: "rightful", points: 1, seconds: 60 };
  for (let round = 0; round < 3; round += 1) {
    await limit(database, rule, ["x"]);
    await forgive(database, rule, ["x"]);
  }
  await limit(database, rule, ["x"]);
  await expect(limit(database, rule, ["x"])).rejects.toMatchObject({ code: "too_many_requests" });
});

test("it counts anew when the time is over", async () => {
  const rule = { name: "over", points: 1, seconds: 60 };
  await limit(database, rule, ["x"]);
  await control.query("update rate_limits set expire = expire - 60001 where key like 'over:%'");
  await expect(limit(database, rule, ["x"])).resolves.toBeUndefined();
});

test("the table holds no address of anybody, and takes keys of any length", async () => {
  await limit(database, { name: "long", points: 1, seconds: 60 }, ["user2@example.com\0".repeat(1000)]);
  const rows = await control.query<{ key: string }>("select key from rate_limits where key like 'long:%'");
  expect(rows).toEqual([{ key: expect.stringMatching(/^long:[\w-]{43}$/) as string }]);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
