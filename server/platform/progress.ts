/** What is going on, for the person who waits for it. */
export interface Progress {
  /** One line of its own. */
  say: (text: string) => void;
  /** Runs the work and tells when it is done and how long it took; a longer one is announced when it begins to be long. */
  step: <Result>(text: string, work: () => Promise<Result>) => Promise<Result>;
}

const announceAfterMs = 300;

export function createProgress(write: (text: string) => void): Progress {
  return {
    say: (text) => write(`  ${text}\n`),
    async step(text, work) {
      const started = performance.now();
      const announcement = setTimeout(() => write(`  ${text} …\n`), announceAfterMs);
      try {
        const result = await work();
        write(`  ${text.padEnd(44)} ${elapsedSince(started)}\n`);
        return result;
      } finally {
        clearTimeout(announcement);
      }
    },
  };
}

/** Says nothing: for tests, and for commands whose output is read by programs. */
export const silentProgress: Progress = { say: () => undefined, step: (_text, work) => work() };

function elapsedSince(started: number): string {
  return `${Math.round(performance.now() - started)
    .toLocaleString("en-US")
    .replaceAll(",", " ")} ms`;
}
