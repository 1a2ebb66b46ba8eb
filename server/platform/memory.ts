import { Session } from "node:inspector/promises";
import { setFlagsFromString } from "node:v8";

const lookEveryMs = 5000;
/** Of one processor, over one look: what the timers alone take is far less. */
const restingShare = 0.1;
/** Processor time since the last time that is worth a collection of some 50 ms. */
const worthMs = 1000;

/**
 * Keeps resident memory near what is in use. V8 lets the space for new objects grow to 128 MB under load, and gives
 * little back afterwards, since an idle process allocates too little to be collected: so it is told when work has ended.
 */
export function keepMemorySmall(): void {
  // Read whenever that space would grow; the option for its size would have to stand on every command line.
  setFlagsFromString("--semi-space-growth-factor=1");
  let lookedAt = busyMs();
  let collectedAt = 0;
  setInterval(() => {
    const now = busyMs();
    const resting = now - lookedAt < lookEveryMs * restingShare;
    lookedAt = now;
    if (!resting || now - collectedAt < worthMs) return;
    void collect().then(() => (collectedAt = busyMs()));
  }, lookEveryMs).unref();
}

function busyMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function collect(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post("HeapProfiler.collectGarbage");
  } finally {
    session.disconnect();
  }
}
