import { readFileSync } from "node:fs";
import type { Row } from "./row.ts";
import type { BenchStage } from "./stage.ts";

const most = 150;

/** Resident memory of the server's process, PostgreSQL not counted, after all that the bench made it do. */
export function measureMemory({ product }: BenchStage): Row {
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${product.pid}/status`, "utf8"))?.[1]);
  const measured = (kibibytes * 1024) / 1e6;
  return {
    name: "server's memory after the bench",
    measured,
    against: most,
    ratio: measured / most,
    unit: "MB",
    target: 1,
  };
}
