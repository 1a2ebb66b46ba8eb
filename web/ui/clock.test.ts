import { expect, test } from "vitest";
import { clockReading } from "./clock.ts";

test.each([
  [6, true, "0.006 s"],
  [214.4, true, "0.214 s"],
  [97_200, false, "97.2 s"],
  [97_241, true, "97.241 s"],
  [151_000, false, "2:31 min"],
  [3_723_000, false, "1:02:03 h"],
])("%d ms reads as it should", (ms, stopped, words) => {
  const { digits, unit } = clockReading(ms, stopped);
  expect(`${digits} ${unit}`).toBe(words);
});
