import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErrorCode, Problem } from "@guestlist/contract";
import { statusOfCode } from "@guestlist/contract";

export interface Received {
  /** `POST /v1/databases/my-dedicated-db/collaborators` */
  readonly call: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}
export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** Sent as it is, where the answer is a file. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

/** The other end of the wire for the tests here: answers as told, and remembers what it was asked. */
export class Peer {
  readonly received: Received[] = [];
  readonly #replies = new Map<string, Reply | ((received: Received) => Reply)>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get calls(): string[] {
    return this.received.map((one) => one.call);
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
  forget(): void {
    this.received.length = 0;
    this.#replies.clear();
  }
  /** `call` as in `Received`; a query is part of it. */
  on(call: string, reply: Reply | ((received: Received) => Reply)): this {
    this.#replies.set(call, reply);
    return this;
  }
  refuse(call: string, code: ErrorCode, detail: string, errors: Problem["errors"] = []): this {
    return this.on(call, refusal(code, detail, errors));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const piece of request.setEncoding("utf8")) text += piece as string;
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const received = { call: `${request.method} ${request.url}`, headers: request.headers, body };
    this.received.push(received);
    const told = this.#replies.get(received.call) ?? refusal("not_found", `Nothing is told of ${received.call}.`);
    const reply = typeof told === "function" ? told(received) : told;
    response.writeHead(reply.status ?? 200, { "content-type": "application/json; charset=utf-8", ...reply.headers });
    response.end(reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body)));
  }
}

export function refusal(code: ErrorCode, detail: string, errors: Problem["errors"] = []): Reply {
  const status = statusOfCode[code];
  const body: Problem = { type: "about:blank", title: code, status, code, detail, errors, request_id: "req-1" };
  return { status, body, headers: { "content-type": "application/problem+json" } };
}
