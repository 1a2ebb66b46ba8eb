// `npm test`: everything that has to hold before a change is taken. `npm test -- PATH…` runs the tests of these paths only.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isFresh } from "../server/platform/build-when-stale.ts";
import { countResults, lastLine, type TestReport } from "./run/count.ts";
import { findBrowser } from "./support/browser.ts";
import { root } from "./support/paths.ts";

const versions = "test/postgres-versions";
const paths = process.argv.slice(2);
const failedSteps: string[] = [];

// While the code is checked: it waits for the network and the disk, not for a processor.
const versionsAreThere = isFresh({
  output: at(`${versions}/node_modules/.package-lock.json`),
  sources: [at(`${versions}/package-lock.json`)],
})
  ? undefined
  : succeeds("npm", ["ci", "--silent", "--prefix", versions]);
versionsAreThere?.catch(() => undefined);

if (paths.length === 0) {
  await step("Format", () => npmRun("format:check"));
  await step("Lint", () => npmRun("lint"));
  await step("Types", () => npmRun("types"));
}
if (!isFresh({ output: at("web/dist/index.html"), sources: [at("web"), at("contract"), at("package-lock.json")] })) {
  await step("Build the dashboard", () => npmRun("build", "web"));
}
await step("Build the command line", () => npmRun("build", "cli"));
if (versionsAreThere) await step("Install PostgreSQL 13 to 17", () => versionsAreThere);
await step("Find a browser", async () => Boolean(findBrowser()));

const report = await runTests();
const counts = countResults(report, failedSteps.length);
if (failedSteps.length > 0) console.log(`\nFailed before the tests: ${failedSteps.join(", ")}`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
console.log(`\n${lastLine(counts)}`);

function at(name: string): string {
  return path.join(root, name);
}

/** A step that fails does not keep the others from telling what they find. */
async function step(name: string, run: () => Promise<boolean>): Promise<void> {
  console.log(`\n-----> ${name}`);
  const startedAt = performance.now();
  const succeeded = await run().catch((error: unknown) => {
    console.log(error instanceof Error ? error.message : String(error));
    return false;
  });
  if (!succeeded) failedSteps.push(name);
  console.log(`       ${succeeded ? "ok" : "FAILED"} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}

function npmRun(script: string, workspace?: string): Promise<boolean> {
  const where = workspace ? ["--workspace", workspace] : [];
  return succeeds("npm", ["run", "--silent", script, ...where]);
}

async function runTests(): Promise<TestReport> {
  console.log("\n-----> Tests");
  const folder = mkdtempSync(path.join(tmpdir(), "guestlist-report-"));
  const file = path.join(folder, "report.json");
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const succeeded = await succeeds(process.execPath, [vitest, "run", ...reporters, ...paths]);
  const results = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<TestReport>) : {};
  rmSync(folder, { recursive: true });
  return { testResults: [], ...results, succeeded };
}

function succeeds(command: string, args: string[]): Promise<boolean> {
  const shell = process.platform === "win32" && command === "npm";
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
}
