/** Runs `work` when asked, never twice at once; however often it is asked for meanwhile, it runs once more afterwards. */
export function inTurn(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}
