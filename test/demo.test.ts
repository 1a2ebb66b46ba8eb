import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root, temporaryFolder } from "./support/paths.ts";
import { bareEnvironment, collect, runProgram } from "./support/program.ts";
import { eventually } from "./support/signals.ts";

const demo = path.join(root, "test/demo.ts");

test("the demo plays the guide as told, to the closure with its two times", async () => {
  const played = await runProgram(process.execPath, [demo], { cwd: root, timeoutMs: 150_000 });
  expect(played.stderr).toBe("");
  expect(played.code).toBe(0);
  expect(played.stdout).toMatch(/a new login is refused by PostgreSQL \(SQLSTATE 28P01\)/);
  expect(played.stdout).toMatch(/new logins refused after \d+\.\d{3} s, last session gone after \d+\.\d{3} s/);
}, 160_000);

test("a demo that is stopped by Ctrl-C takes along what it started", async () => {
  const folder = temporaryFolder("demo");
  // The unprivileged PostgreSQL user has to pass through it.
  chmodSync(folder, 0o755);
  // A group of its own: in a terminal the key reaches every program that the demo started.
  const child = spawn(process.execPath, [demo], { env: bareEnvironment({ TMPDIR: folder }), detached: true });
  const told = collect(child.stdout);
  await eventually(() => /creates my-dedicated-db/.test(told()), { within: 120_000 });
  process.kill(-(child.pid ?? 0), "SIGINT");
  expect(await once(child, "close")).toEqual([130, null]);
  expect(readdirSync(folder)).toEqual([]);
}, 160_000);
