import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { showProgress } from "./progress.ts";

function writtenTo(isTTY: boolean, say: string): string {
  const stream = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY });
  const progress = showProgress(stream as unknown as NodeJS.WriteStream);
  progress.say(say);
  progress.done();
  return (stream.read() as string | null) ?? "";
}

it("writes nothing where nobody watches", () => {
  expect(writtenTo(false, "Ending access…")).toBe("");
});

it("writes one line that is gone afterwards, without what a server might smuggle in", () => {
  expect(writtenTo(true, "Ending\u001b[2J access\n…")).toBe("\r\u001b[2K       Ending access …\r\u001b[2K");
});
