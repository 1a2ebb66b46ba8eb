import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { EventStream } from "./event-stream.ts";

/** The messages of what was read at once. */
const messagesIn = (text: string): unknown[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? "") as unknown);

test("a message is read as it is told, after the time to wait before a reconnect", async () => {
  const stream = new EventStream();
  const reader = stream[Symbol.asyncIterator]();
  expect(String((await reader.next()).value)).toMatch(/^retry: \d{4}\n\n$/);
  const next = reader.next();
  stream.tell("a", { kind: "a" });
  expect(String((await next).value)).toBe('data: {"kind":"a"}\n\n');
  stream.destroy();
});

test("what nobody reads is kept once for each key, however often it is told", async () => {
  const stream = new EventStream();
  stream.read(0);
  for (let n = 0; n < 100_000; n += 1) stream.tell(`key ${n % 3}`, { n });
  stream.finish();
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  // The first was on its way before anybody was slow.
  expect(messagesIn(text).length).toBeLessThanOrEqual(4);
  expect(messagesIn(text).at(-1)).toEqual({ n: 99_999 });
});

test("it keeps the connection open with a line that says nothing, and stops when it is closed", async () => {
  let beats = 0;
  const stream = new EventStream(() => (beats += 1), 5);
  const reader = stream[Symbol.asyncIterator]();
  await reader.next();
  expect(String((await reader.next()).value)).toBe(":\n\n");
  stream.destroy();
  const atClose = beats;
  expect(atClose).toBeGreaterThan(0);
  await sleep(30);
  expect(beats).toBe(atClose);
});

test("what is told before the end is read, what is told after it is not", async () => {
  const stream = new EventStream();
  stream.tell("a", { last: true });
  stream.finish();
  stream.tell("b", { last: false });
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  expect(messagesIn(text)).toEqual([{ last: true }]);
});
