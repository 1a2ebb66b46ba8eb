import { expect, test } from "vitest";
import { eventually, Hopeless } from "./signals.ts";

test("a probe is repeated until it holds, and its value is given", async () => {
  let calls = 0;
  const probe = () => {
    calls += 1;
    if (calls === 1) throw new Error("not yet");
    return calls === 2 ? false : calls;
  };
  expect(await eventually(probe, { every: 1 })).toBe(3);
});

test("what never holds fails in time, with the last reason", async () => {
  await expect(eventually(() => false, { within: 20, every: 5 })).rejects.toThrow("Not true within 0.02 s");
  const failing = () => Promise.reject(new Error("still closed"));
  await expect(eventually(failing, { within: 20, every: 5 })).rejects.toThrow("Not so within 0.02 s: still closed");
});

test("a hopeless probe is not repeated", async () => {
  let calls = 0;
  const probe = () => {
    calls += 1;
    throw new Hopeless("gone");
  };
  await expect(eventually(probe)).rejects.toThrow("gone");
  expect(calls).toBe(1);
});
