import { describe, expect, test } from "vitest";
import { clockAheadMs, onSharedClock } from "./clocks.ts";

const hour = 3_600_000;
const asked = new Date("2026-11-24T10:00:00.000Z");
const later = (ms: number, from = asked) => new Date(from.getTime() + ms);

/** Asked at 10:00, refused 40 ms later; `skew` is how far the shared server's clock is off. */
function refused(skew: number, after = 40) {
  const shared = later(after + skew);
  const aheadMs = clockAheadMs({ control: later(after), shared }, asked);
  return { aheadMs, afterMs: shared.getTime() - onSharedClock(asked, aheadMs).getTime() };
}

describe("the request's time on the shared server's clock", () => {
  test.each([
    ["an hour ahead", hour],
    ["an hour behind", -hour],
    ["a second ahead", 1000],
    ["a second behind", -1000],
  ])("a clock that is %s changes the times and not the difference", (_, skew) => {
    expect(refused(skew)).toEqual({ aheadMs: skew, afterMs: 40 });
  });

  test("clocks that agree to a fraction of a second count as one, so that nothing is converted", () => {
    expect(refused(0)).toEqual({ aheadMs: 0, afterMs: 40 });
    expect(refused(120)).toEqual({ aheadMs: 0, afterMs: 160 });
    expect(refused(-30)).toEqual({ aheadMs: 0, afterMs: 10 });
  });

  test("a refusal is never shown before its request", () => {
    expect(refused(-200)).toEqual({ aheadMs: -160, afterMs: 0 });
  });

  test("an access that waited two hours for its server is timed from the request", () => {
    expect(refused(hour, 2 * hour)).toEqual({ aheadMs: hour, afterMs: 2 * hour });
  });
});
