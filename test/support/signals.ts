import { setTimeout as sleep } from "node:timers/promises";

/** Thrown by a probe, it ends the waiting at once. */
export class Hopeless extends Error {}

/**
 * Calls `probe` until it neither throws nor gives `false`, and returns what it gave. For what sends no signal of its own.
 * `within` and `every` are milliseconds. When the time is over, the last error is thrown (or a plain one after `false`).
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { within = 5_000, every = 25 }: { within?: number; every?: number } = {},
): Promise<Exclude<T, false>> {
  const deadline = Date.now() + within;
  for (;;) {
    const attempt = await tryOnce(probe);
    if ("value" in attempt && attempt.value !== false) return attempt.value as Exclude<T, false>;
    if ("error" in attempt && attempt.error instanceof Hopeless) throw attempt.error;
    if (Date.now() >= deadline) throw timeoutError(attempt, within);
    await sleep(every);
  }
}

type Attempt<T> = { value: T } | { error: unknown };

async function tryOnce<T>(probe: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await probe() };
  } catch (error) {
    return { error };
  }
}

function timeoutError(attempt: Attempt<unknown>, within: number): Error {
  const seconds = `${within / 1000} s`;
  if (!("error" in attempt)) return new Error(`Not true within ${seconds}.`);
  const reason = attempt.error instanceof Error ? attempt.error.message : String(attempt.error);
  return new Error(`Not so within ${seconds}: ${reason}`, { cause: attempt.error });
}
