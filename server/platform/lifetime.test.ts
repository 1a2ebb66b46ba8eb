import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { assertCanListen } from "./assert-can-listen.ts";
import { inWords } from "./lifetime.ts";
import { StartError } from "./start-error.ts";

test("a port that is taken is told in words, with what to do", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  const { port } = holder.address() as AddressInfo;
  const error: unknown = await assertCanListen({ host: "127.0.0.1", port }).catch((reason: unknown) => reason);
  expect(inWords(error, false)).toBe(
    `Another program listens on 127.0.0.1:${port}. Stop it, or set PORT to a free port.`,
  );
  holder.close();
});

test("an address that the machine does not have is told in words", async () => {
  const error: unknown = await assertCanListen({ host: "192.0.2.7", port: 0 }).catch((reason: unknown) => reason);
  expect(inWords(error, false)).toBe("This machine has no address 192.0.2.7. Set HOST to one that it has.");
});

test("a known reason has no stack, unless it is asked for", () => {
  expect(inWords(new StartError("No disk."), false)).toBe("No disk.");
  expect(inWords(new StartError("No disk."), true)).toMatch(/No disk\.\n +at /);
});

test("an error without words of its own takes those of its parts", () => {
  const error = new AggregateError([
    new Error("connect ECONNREFUSED ::1:5432"),
    new Error("connect ECONNREFUSED 127.0.0.1:5432"),
  ]);
  expect(inWords(error, false)).toMatch(/^connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432\n/);
});
