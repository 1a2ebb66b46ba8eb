import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { api } from "../test/support/http.ts";
import { residentMb } from "./measure.ts";
import type { Row } from "./row.ts";
import type { BenchStage } from "./stage.ts";

const most = 150;
/** The server gives memory back once it has seen itself rest for five seconds. */
const restMs = 12_000;

/** Resident memory of the server's process at rest, PostgreSQL not counted, after all that the bench made it do. */
export async function benchMemory({ product }: BenchStage): Promise<Row[]> {
  for (let round = 0; round < 4; round += 1) await Promise.all([0, 1, 2, 3].map(() => signInWrongly(product.url)));
  await sleep(restMs);
  const measured = residentMb(product.pid);
  const name = "server's memory, at rest after the rows above";
  return [{ name, measured, against: most, ratio: measured / most, unit: "MB", target: 1 }];
}

/** Each hashes a password, in 19 MiB of memory, on a thread of its own. */
async function signInWrongly(url: string): Promise<void> {
  const body = { email: `${randomUUID()}@example.com`, password: "not the pass phrase" };
  const { status } = await api(url).post("/v1/account/sign-in", body);
  if (status !== 401 && status !== 429) throw new Error(`a sign-in was answered with ${status}`);
}
