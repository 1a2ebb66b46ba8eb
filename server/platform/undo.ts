import type { Log } from "./log.ts";

/** What a start has brought up, to be taken down in the opposite order. */
export interface Undo {
  readonly push: (what: string, takeDown: () => Promise<unknown>, options?: { readonly withinMs?: number }) => void;
  /** Never fails and never waits without end: what does not go down in its time is named in the log, and left. */
  readonly run: () => Promise<void>;
}

interface Step {
  readonly what: string;
  readonly withinMs: number;
  readonly takeDown: () => Promise<unknown>;
}

/** All of it has to be over before a service manager loses patience; every job is one that a later start takes up. */
const usualMs = 5000;

export function createUndo(log: Log): Undo {
  const steps: Step[] = [];
  return {
    push: (what, takeDown, { withinMs = usualMs } = {}) => void steps.push({ what, takeDown, withinMs }),
    async run() {
      for (const { what, takeDown, withinMs } of steps.splice(0).reverse()) {
        const problem = await failureOf(takeDown, withinMs);
        if (problem !== undefined) log.warn({ error: problem }, `${what} did not stop cleanly`);
      }
    },
  };
}

async function failureOf(takeDown: () => Promise<unknown>, withinMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`still running after ${withinMs} ms`), withinMs);
  });
  const done = (async () => void (await takeDown()))().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const problem = await Promise.race([done, late]);
  clearTimeout(timer);
  return problem;
}
