import { once } from "node:events";
import { createServer } from "node:net";

/** An early word about an address that is taken, before the long part of a start. @throws as `listen` does */
export async function assertCanListen({ host, port }: { host: string; port: number }): Promise<void> {
  const probe = createServer().listen({ host, port, exclusive: true });
  await once(probe, "listening");
  probe.close();
  await once(probe, "close");
}
