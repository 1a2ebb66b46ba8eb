import { expect, test } from "vitest";
import path from "node:path";
import { root } from "./support/paths.ts";
import { runProgram } from "./support/program.ts";

test("the demo plays the guide as told, to the closure with its two times", async () => {
  const played = await runProgram(process.execPath, [path.join(root, "test/demo.ts")], {
    cwd: root,
    timeoutMs: 150_000,
  });
  expect(played.stderr).toBe("");
  expect(played.code).toBe(0);
  expect(played.stdout).toMatch(/a new login is refused by PostgreSQL \(SQLSTATE 28P01\)/);
  expect(played.stdout).toMatch(/new logins refused after \d+\.\d{3} s, last session gone after \d+\.\d{3} s/);
}, 160_000);
