import { setTimeout as sleep } from "node:timers/promises";
import { residentMb } from "./measure.ts";
import type { Row } from "./row.ts";
import type { BenchStage } from "./stage.ts";

const most = 150;
/** The server gives memory back once it has seen itself rest for five seconds. */
const restMs = 12_000;

/** Resident memory of the server's process at rest, PostgreSQL not counted, after all that the bench made it do. */
export async function benchMemory({ product }: BenchStage): Promise<Row[]> {
  await sleep(restMs);
  const measured = residentMb(product.pid);
  const name = "server's memory, at rest after the rows above";
  return [{ name, measured, against: most, ratio: measured / most, unit: "MB", target: 1 }];
}
