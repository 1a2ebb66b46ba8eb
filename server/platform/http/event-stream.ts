import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";

/** Long enough to cost nothing, short enough for the proxies between. */
const beatMs = 25_000;

/**
 * Server-sent events to one client. What waits for a slow one is kept once for each key, so that it cannot grow; whoever
 * was away for a while asks again for what they show, so nothing is sent a second time.
 */
export class EventStream extends Readable {
  readonly #waiting = new Map<string, string>();
  readonly #beat: NodeJS.Timeout;
  #wanted = false;
  #last = false;

  /** @param onBeat runs every 25 s, with the line that keeps the connection open */
  constructor(onBeat: () => void = () => undefined, everyMs = beatMs) {
    super();
    // Not all at once, when a server comes back to the many that it left.
    this.#put("retry", `retry: ${1000 + Math.round(Math.random() * 2000)}\n\n`);
    this.#beat = setInterval(() => {
      this.#put("beat", ":\n\n");
      onBeat();
    }, everyMs).unref();
  }

  /** A message takes the place of one of the same key that was not read yet. */
  tell(key: string, message: object): void {
    this.#put(key, `data: ${JSON.stringify(message)}\n\n`);
  }

  /** Ends it once what waits was read. */
  finish(): void {
    this.#last = true;
    this.#flush();
  }

  override _read(): void {
    this.#wanted = true;
    this.#flush();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#beat);
    this.#waiting.clear();
    done(error);
  }

  #put(key: string, text: string): void {
    if (this.#last || this.destroyed) return;
    this.#waiting.delete(key);
    this.#waiting.set(key, text);
    this.#flush();
  }

  #flush(): void {
    if (!this.#wanted || this.destroyed) return;
    if (this.#waiting.size > 0) {
      const text = [...this.#waiting.values()].join("");
      this.#waiting.clear();
      this.#wanted = false;
      this.push(text);
    }
    if (!this.#last) return;
    this.#wanted = false;
    this.push(null);
  }
}

/** Streams that are open end with the server, and do not keep it. */
export function endStreamsAtClose(app: FastifyInstance): void {
  app.decorate("eventStreams", new Set<EventStream>());
  app.addHook("preClose", async () => {
    for (const stream of app.eventStreams) stream.finish();
  });
}

/** Answers with the stream; it is destroyed when the client goes away, also after a HEAD, which never reads it. */
export function sendStream(app: FastifyInstance, reply: FastifyReply, stream: EventStream): FastifyReply {
  app.eventStreams.add(stream);
  stream.once("close", () => app.eventStreams.delete(stream));
  reply.raw.once("close", () => stream.destroy());
  if (reply.raw.destroyed) stream.destroy();
  // The last of these is for nginx, which would keep the messages back.
  return reply.code(200).type("text/event-stream").header("x-accel-buffering", "no").send(stream);
}

declare module "fastify" {
  interface FastifyInstance {
    readonly eventStreams: Set<EventStream>;
  }
}
