import type { AccessPeriod, SessionHistory } from "@guestlist/contract";
import { expect, test } from "vitest";
import { stage } from "../testing/stage.ts";

const { peer, run: runCli } = stage();
const run = (...args: string[]) => runCli("-d", "my-dedicated-db", ...args);

test("who was connected: how many at most, when, and for how long; and for how long nobody looked", async () => {
  const history: SessionHistory = {
    from: "2026-02-13T10:00:00.000Z",
    step_s: 300,
    total: [0, 2, 1, null],
    people: [{ email: "user@example.com", login_name: "user_1", most: 2, points: [0, 2, 1, 0] }],
    people_left_out: 1,
  };
  peer.on("GET /v1/databases/my-dedicated-db/session-history", { body: { history } });
  const { stdout, stderr } = await run("session-history");
  expect(stdout).toContain(
    "│ user@example.com │ user_1 │ 2             │ 2026-02-13 10:05:00 UTC │ 2026-02-13 10:10:00 UTC │ 10 min    │",
  );
  expect(stderr).toBe("       And 1 more.\n       For 5 min of the day nobody looked.\n");
});

test("who had access when", async () => {
  const period = (differs: Partial<AccessPeriod>): AccessPeriod => ({
    email: "user@example.com",
    access: "full",
    status: "accepted",
    from: "2026-02-13T10:00:00.000Z",
    to: null,
    end_reason: null,
    closure_number: null,
    ...differs,
  });
  const ended = period({ status: "ended", to: "2026-02-14T10:00:00.000Z", end_reason: "left", closure_number: 7 });
  const body = { from: ended.from, to: ended.to, periods: [period({}), ended], truncated: false };
  peer.on("GET /v1/databases/my-dedicated-db/access-timeline", { body });
  const { stdout } = await run("access-timeline");
  expect(stdout).toContain(
    "│ user@example.com │ full   │ 2026-02-13 10:00:00 UTC │ now                     │ n/a     │",
  );
  expect(stdout).toContain("│ 2026-02-14 10:00:00 UTC │ 0007    │");
});
