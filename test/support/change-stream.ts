import type { Change } from "@guestlist/contract";
import { eventually } from "./signals.ts";
import type { Credentials } from "./http.ts";

export interface TestStream {
  readonly status: number;
  /** Every message so far. */
  readonly changes: readonly Change[];
  /** Waits for a message, among those that came after `since` (a length of `changes`). */
  told(kind: Change["kind"], id: string, since?: number): Promise<void>;
  /** True once the server has ended it. */
  readonly ended: Promise<true>;
  close(): void;
}

/** The stream of changes as a client without a browser reads it. */
export async function openStream(url: string, credentials?: Credentials): Promise<TestStream> {
  const abort = new AbortController();
  const headers: Record<string, string> =
    typeof credentials === "string" ? { authorization: `Bearer ${credentials}` } : { ...credentials };
  const response = await fetch(new URL("/v1/events/stream", url), { headers, signal: abort.signal });
  const changes: Change[] = [];
  return {
    status: response.status,
    changes,
    told: async (kind, id, since = 0) =>
      void (await eventually(() => changes.slice(since).some((change) => change.kind === kind && change.id === id))),
    ended: readAll(response, changes),
    close: () => abort.abort(),
  };
}

async function readAll({ body }: Response, changes: Change[]): Promise<true> {
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk).toString();
      const whole = text.split("\n\n");
      text = whole.pop() ?? "";
      for (const message of whole)
        if (message.startsWith("data: ")) changes.push(JSON.parse(message.slice("data: ".length)) as Change);
    }
  } catch {
    // The connection was broken, or closed from here.
  }
  return true;
}
