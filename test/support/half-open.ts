import { connect, type Socket } from "node:net";
import type { TestPostgres } from "./postgres.ts";

/**
 * A client that says who it is, and never answers the question for its password: PostgreSQL waits for it a minute long,
 * without a user. Anybody who reaches the port can be one.
 */
export async function halfOpen({ port }: Pick<TestPostgres, "port">): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  const words = Buffer.from("user\0nobody_we_know\0database\0postgres\0\0");
  const startup = Buffer.alloc(8);
  startup.writeInt32BE(8 + words.length, 0);
  startup.writeInt32BE(196_608, 4);
  const asked = new Promise((resolve) => socket.once("data", resolve));
  socket.write(Buffer.concat([startup, words]));
  await asked;
  return socket;
}
