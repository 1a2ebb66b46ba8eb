import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { addPerson, invite } from "../test/journeys/stage.ts";
import { insertAccepted, insertPending } from "../test/support/people.ts";
import { queryOnce } from "../test/support/postgres.ts";
import { compare } from "./compare.ts";
import { requestsPerSecond } from "./load.ts";
import type { Row } from "./row.ts";
import { addDatabase, loginReady, type BenchStage } from "./stage.ts";

const name = "bench-list";
const connections = 16;

/** The list of 100 collaborators over HTTP, against a bare handler with the one query, in a process of its own. */
export async function benchList(stage: BenchStage): Promise<Row[]> {
  const { product, owner, databaseUrl } = stage;
  const databaseId = await addDatabase(stage, name);
  await addHundred(stage, databaseId);
  const bare = fork(path.join(import.meta.dirname, "list-bare.ts"), [databaseUrl, databaseId]);
  const [barePort] = (await once(bare, "message")) as [number];
  try {
    const row = await compare(
      { name: "list 100 collaborators", unit: "requests/s", measures: "rate", target: 1.8, rounds: 9 },
      () => rate(product.port, `/v1/databases/${name}/collaborators?limit=200`, owner.token),
      () => rate(barePort, "/", ""),
    );
    return [row];
  } finally {
    bare.kill();
  }
}

const rate = (port: number, url: string, token: string): Promise<number> => {
  const request = `GET ${url} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`;
  return requestsPerSecond({ port, connections, milliseconds: 1000, request: () => request });
};

/** 60 with a login that PostgreSQL has, 40 still pending. The last one comes in by the API, which starts the reconcile. */
async function addHundred(stage: BenchStage, databaseId: string): Promise<void> {
  const { databaseUrl, owner, product } = stage;
  await insertAccepted(databaseUrl, databaseId, { prefix: "accepted", count: 59, access: "full" });
  await insertPending(databaseUrl, databaseId, 40);
  const last = await addPerson({ product }, "last@example.com");
  const { id } = await invite(owner, name, last.email);
  await last.api.post("/v1/invitations/accept", { id });
  await loginReady(last, name);
  await queryOnce(databaseUrl, "analyze");
}
