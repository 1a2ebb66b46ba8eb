import { expect, test } from "vitest";
import { createProgress } from "./progress.ts";

test("a step is told with the time it took", async () => {
  const lines: string[] = [];
  const progress = createProgress((text) => lines.push(text));
  expect(await progress.step("Applying migrations", async () => 7)).toBe(7);
  expect(lines).toEqual([expect.stringMatching(/^ {2}Applying migrations +\d+ ms\n$/)]);
});

test("a step that takes long is announced while it works", async () => {
  const lines: string[] = [];
  const { promise: announced, resolve } = Promise.withResolvers<void>();
  const progress = createProgress((text) => {
    lines.push(text);
    if (text.includes("…")) resolve();
  });
  await progress.step("Building the dashboard", () => announced);
  expect(lines).toEqual([
    "  Building the dashboard …\n",
    expect.stringMatching(/^ {2}Building the dashboard +\d+ ms\n$/),
  ]);
});

test("a step that fails fails with its own error", async () => {
  const progress = createProgress(() => undefined);
  await expect(progress.step("x", () => Promise.reject(new Error("disk full")))).rejects.toThrow("disk full");
});
