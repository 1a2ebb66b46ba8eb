import { StartError } from "./start-error.ts";

export interface Running {
  stop(): Promise<void>;
  /** Fulfilled when something that it cannot do without has ended by itself. */
  readonly failed?: Promise<StartError>;
}

export interface LifetimeOptions {
  /** Adds the stack to an error, in lines of the sources. */
  debug: boolean;
}

/**
 * Runs until SIGTERM or SIGINT, then stops what was started and ends the process with 0. A start that fails is told in words
 * and ends it with 1. A second signal ends it at once. `start` gets a signal that tells it to give up.
 */
export async function runUntilSignal(
  start: (givenUp: AbortSignal) => Promise<Running>,
  { debug }: LifetimeOptions,
): Promise<never> {
  if (debug) process.setSourceMapsEnabled(true);
  const givenUp = new AbortController();
  const asked = onceAsked(givenUp);
  try {
    const running = await start(givenUp.signal);
    const failure = await Promise.race([asked, ...(running.failed ? [running.failed] : [])]);
    await running.stop();
    if (failure instanceof StartError) throw failure;
  } catch (error) {
    if (!givenUp.signal.aborted || !isAbort(error)) {
      process.stderr.write(`${inWords(error, debug)}\n`);
      process.exit(1);
    }
  }
  return process.exit(0);
}

/** npm passes on a Ctrl-C that the terminal has sent us already: the same key press is not a second one. */
const samePressMs = 500;

function onceAsked(givenUp: AbortController): Promise<void> {
  let first: number | undefined;
  return new Promise((resolve) => {
    const onSignal = (): void => {
      if (first !== undefined && performance.now() - first > samePressMs) endAtOnce();
      if (first !== undefined) return;
      first = performance.now();
      process.stdout.write("Stopping\n");
      givenUp.abort();
      resolve();
    };
    for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, onSignal);
  });
}

/** What went wrong, for the person in front of the terminal. */
export function inWords(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (debug && error.stack) return error.stack;
  if (error instanceof StartError) return error.message;
  return knownFailure(error) ?? `${messageOf(error)}\nLOG_LEVEL=debug shows where this comes from.`;
}

function knownFailure(error: NodeJS.ErrnoException): string | undefined {
  if (error.syscall !== "listen") return undefined;
  const { address, port } = error as { address?: string; port?: number };
  const place = [address, port].filter((part) => part !== undefined).join(":");
  if (error.code === "EADDRINUSE") {
    return `Another program listens on ${place}. Stop it, or set PORT to a free port.`;
  }
  if (error.code === "EACCES") return `This user may not listen on ${place}. Set PORT to one above 1023.`;
  if (error.code === "EADDRNOTAVAIL") return `This machine has no address ${place}. Set HOST to one that it has.`;
  return undefined;
}

/** A connection that was tried at several addresses fails with one error for each and no message of its own. */
function messageOf(error: Error): string {
  if (error.message) return error.message;
  if (error instanceof AggregateError) return error.errors.map((each) => messageOf(each as Error)).join("; ");
  return error.name;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function endAtOnce(): never {
  process.stderr.write("Ended at once. What still runs is taken over by the next start.\n");
  return process.exit(1);
}
