import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createControlDatabase } from "../../test/support/control-database.ts";
import { startProxy } from "../../test/support/proxy.ts";
import { eventually } from "../../test/support/signals.ts";
import { startWorkers } from "./jobs.ts";
import type { Log } from "./log.ts";

test("a worker that is being started again when all are to stop is stopped too", async () => {
  const control = await createControlDatabase();
  const proxy = await startProxy(control.url);
  let begun = 0;
  let givenUp = false;
  let finish: () => void = () => undefined;
  /** The first one lasts until told; it is taken up again when its end was not written. */
  const observe = () => new Promise<void>((resolve) => (begun++ === 0 ? (finish = resolve) : resolve()));
  const warn = (_meta: object, text: string) => void (givenUp ||= text.startsWith("Runner stopping"));
  const workers = await startWorkers(proxy.url, { observe }, { warn } as unknown as Log, { count: 1 });
  await control.query("select graphile_worker.add_job('observe')");
  await eventually(() => begun > 0);

  // The end of its job cannot be written: it gives up, and is started again.
  proxy.cut();
  finish();
  await eventually(() => givenUp, { within: 30_000, every: 5 });
  proxy.hold();
  // The connection that shows the workers' life, and the worker's own.
  await eventually(() => proxy.waiting() >= 2, { within: 30_000 });
  const stopped = workers.stop().then(() => "stopped");
  await sleep(50);
  proxy.pass();

  expect(await Promise.race([stopped, sleep(8000).then(() => "still running")])).toBe("stopped");
  await proxy.close();
});
