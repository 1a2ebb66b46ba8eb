import { connect, createServer, type AddressInfo } from "node:net";

export interface PretendedPooler {
  /** The same URL, by way of the pooler. */
  through(url: string): string;
  close(): void;
}

/** On the way to the PostgreSQL at that port. As poolers do, it invents the session id that it tells its client. */
export async function startPooler(port: number): Promise<PretendedPooler> {
  const pooler = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    client.pipe(server);
    server.on("data", (bytes) => client.write(withOtherPid(bytes)));
    const end = () => (client.destroy(), server.destroy());
    for (const socket of [client, server]) socket.on("close", end).on("error", end);
  });
  await new Promise<void>((resolve) => pooler.listen(0, "127.0.0.1", resolve));
  const own = (pooler.address() as AddressInfo).port;
  return { through: (url) => url.replace(`:${port}/`, `:${own}/`), close: () => void pooler.close() };
}

function withOtherPid(bytes: Buffer): Buffer {
  // BackendKeyData: K, length 12, process id, secret.
  const at = bytes.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
  if (at >= 0) bytes.writeInt32BE(4242, at + 5);
  return bytes;
}
