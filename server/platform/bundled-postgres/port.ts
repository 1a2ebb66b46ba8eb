import { createServer } from "node:net";
import { StartError } from "../start-error.ts";

const preferredPort = 7432;
const attempts = 200;

/** The preferred port or the next free one above it. */
export async function findFreePort(from = preferredPort): Promise<number> {
  for (let port = from; port < from + attempts; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new StartError(
    `Every port from ${from} to ${from + attempts - 1} is taken. Set BUNDLED_POSTGRES_PORT to a free one.`,
  );
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
