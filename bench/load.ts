import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
  /** A whole request, as it goes over the wire. */
  readonly request: () => string;
}

/**
 * Requests answered per second, each connection asking again as soon as it has its answer. Plain sockets: a client that
 * parsed more would be what is measured. Throws on any answer but 2xx.
 */
export async function requestsPerSecond({ port, connections, milliseconds, request }: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const started = performance.now();
  const end = started + milliseconds;
  const answered = await Promise.all(sockets.map((socket) => askUntil(socket, end, request)));
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return answered.reduce((sum, count) => sum + count, 0) / seconds;
}

async function askUntil(socket: Socket, end: number, request: () => string): Promise<number> {
  let answered = 0;
  while (performance.now() < end) {
    await ask(socket, request());
    answered += 1;
  }
  return answered;
}

export async function openConnection(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

export function ask(socket: Socket, request: string): Promise<void> {
  socket.write(request);
  return readAnswer(socket);
}

/** Reads one answer with a Content-Length to its end. */
function readAnswer(socket: Socket): Promise<void> {
  let head = Buffer.alloc(0);
  let left: number | undefined;
  return new Promise((resolve, reject) => {
    const finish = (problem?: Error): void => {
      socket.off("data", read).off("close", hungUp).off("error", finish);
      if (problem) reject(problem);
      else resolve();
    };
    const hungUp = (): void => finish(new Error("the server hung up"));
    const read = (chunk: Buffer): void => {
      if (left === undefined) {
        head = Buffer.concat([head, chunk]);
        const bodyAt = head.indexOf("\r\n\r\n") + 4;
        if (bodyAt < 4) return;
        const length = lengthIn(head);
        if (length === undefined) return finish(new Error(`not an answer to count:\n${head.toString("utf8")}`));
        left = length - (head.length - bodyAt);
      } else left -= chunk.length;
      if (left <= 0) finish();
    };
    socket.on("data", read).on("close", hungUp).on("error", finish);
  });
}

/** Of the body of an answer of 2xx; undefined for any other. */
function lengthIn(head: Buffer): number | undefined {
  const text = head.toString("latin1");
  const length = /^content-length: (\d+)/im.exec(text)?.[1];
  return text.startsWith("HTTP/1.1 2") && length !== undefined ? Number(length) : undefined;
}
