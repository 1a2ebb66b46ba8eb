import { createProgress } from "../server/platform/progress.ts";
import { withOwnRun } from "../test/support/own-run.ts";
import { benchCli } from "./cli.ts";
import { benchIdle } from "./idle.ts";
import { benchInvite } from "./invite.ts";
import { benchLighthouse } from "./lighthouse.ts";
import { benchList } from "./list.ts";
import { benchLive } from "./live.ts";
import { benchMany } from "./many.ts";
import { benchMemory } from "./memory.ts";
import { benchRevokeOne } from "./revoke-one.ts";
import { benchRevoke } from "./revoke.ts";
import { benchScalingo } from "./scalingo.ts";
import { benchTables } from "./tables.ts";
import { benchRows } from "./rows.ts";
import { met, tableOf, type Row } from "./row.ts";
import { openStage, type BenchStage } from "./stage.ts";

type Bench = (stage: BenchStage) => Promise<Row[]>;

/** In this order; memory is what the ones before it leave. */
const benches: Record<string, Bench> = {
  list: benchList,
  invite: benchInvite,
  revoke: benchRevoke,
  "revoke-one": benchRevokeOne,
  scalingo: benchScalingo,
  cli: async () => [await benchCli()],
  memory: benchMemory,
};

/** Minutes each, or in need of a browser: only by name. */
const long: Record<string, Bench> = {
  many: benchMany,
  idle: benchIdle,
  tables: benchTables,
  rows: benchRows,
  live: benchLive,
  lighthouse: benchLighthouse,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches || name in long));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no ${unknown.join(", ")} here. Choose among ${[...Object.keys(benches), ...Object.keys(long)].join(", ")}.\n`,
  );
  process.exit(2);
}
await withOwnRun(async () => {
  const rows = await measure(wanted.length > 0 ? wanted : Object.keys(benches));
  process.stdout.write(`\n${tableOf(rows)}\n`);
  if (!rows.every(met)) process.exitCode = 1;
});
process.exit();

async function measure(names: readonly string[]): Promise<Row[]> {
  const progress = createProgress((text) => process.stdout.write(text));
  const stage = await progress.step("Starting Guestlist with its PostgreSQL", openStage);
  const rows: Row[] = [];
  for (const [name, bench] of Object.entries({ ...benches, ...long })) {
    if (!names.includes(name) && !(name in benches && names.includes("memory"))) continue;
    const measured = await progress.step(`Measuring ${name}`, () => bench(stage));
    if (names.includes(name)) rows.push(...measured);
  }
  await stage.product.stop();
  return rows;
}
