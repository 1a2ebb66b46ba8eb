import { setTimeout as sleep } from "node:timers/promises";

/** Tells a story in a terminal, and stops it at the first thing that is not as told. */
export class Checks {
  private readonly started = performance.now();
  private readonly stopped: AbortSignal;

  constructor(stopped: AbortSignal) {
    this.stopped = stopped;
  }

  chapter(title: string): void {
    process.stdout.write(`\n${title}\n`);
  }

  /** Runs the work and tells how long it took, in milliseconds. */
  async step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const before = performance.now();
    const result = await work();
    this.stopped.throwIfAborted();
    process.stdout.write(`       ${what.padEnd(40)}${String(Math.round(performance.now() - before)).padStart(7)} ms\n`);
    return result;
  }

  /** @throws Error when it is not so */
  expect(holds: boolean, what: string): void {
    if (!holds) throw new Error(`Not as told: ${what}`);
    process.stdout.write(`-----> ${what}\n`);
  }

  /** @throws Error when it has not come about after so many milliseconds */
  async within<Result>(milliseconds: number, what: string, result: Promise<Result>): Promise<Result> {
    const late = sleep(milliseconds, undefined, { ref: false }).then(() => {
      throw new Error(`Not as told within ${milliseconds / 1000} s: ${what}`);
    });
    return Promise.race([result, late]);
  }

  say(text: string): void {
    process.stdout.write(`       ${text}\n`);
  }

  row(cells: string[]): void {
    process.stdout.write(
      `         ${cells
        .map((cell) => cell.padEnd(24))
        .join("")
        .trimEnd()}\n`,
    );
  }

  done(): void {
    process.stdout.write(`\nAll of it was as told, in ${((performance.now() - this.started) / 1000).toFixed(1)} s.\n`);
  }
}
