import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a PostgreSQL server that can be cut and clogged, which the server itself cannot do to one client. */
export interface TestProxy {
  /** The server's URL, by way of the proxy. */
  url: string;
  /** Ends every connection, and each new one at once. */
  cut(): void;
  /** Takes connections and bytes, and passes on none of them until `pass`. */
  hold(): void;
  pass(): void;
  /** New connections go there; those that are open stay, as after a change of DNS. */
  leadTo(serverUrl: string): void;
  /** Connections that wait since `hold`. */
  waiting(): number;
  close(): Promise<void>;
}

export async function startProxy(serverUrl: string): Promise<TestProxy> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const held = new Set<() => void>();
  let mode: "pass" | "hold" | "cut" = "pass";
  const server = createServer((client) => {
    track(client);
    if (mode === "cut") return void client.destroy();
    if (mode === "pass") return join(client);
    client.pause();
    const go = (): void => join(client);
    held.add(go);
    client.once("close", () => held.delete(go));
  });
  function track(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  }
  function join(client: Socket): void {
    const upstream = connect(Number(target.port), target.hostname);
    track(upstream);
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(serverUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut() {
      mode = "cut";
      for (const socket of sockets) socket.destroy();
    },
    hold: () => void (mode = "hold"),
    pass() {
      mode = "pass";
      for (const go of held) go();
      held.clear();
    },
    leadTo: (elsewhere) => void (target = new URL(elsewhere)),
    waiting: () => held.size,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
