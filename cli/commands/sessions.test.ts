import type { SignedInSession } from "@guestlist/contract";
import { expect, test } from "vitest";
import { account } from "../testing/records.ts";
import { stage } from "../testing/stage.ts";

const { peer, run } = stage();

const session: SignedInSession = {
  id: "0198f0aa-0000-7000-8000-000000000001",
  browser: "Firefox",
  system: "Linux",
  client_address: "192.0.2.7",
  created_at: "2026-02-13T10:21:07.000Z",
  last_seen_at: "2026-02-14T10:21:07.000Z",
  expires_at: "2026-03-13T10:21:07.000Z",
  current: false,
};

test("lists the browsers that are signed in", async () => {
  peer.on("GET /v1/account/sessions", { body: { sessions: [session] } });
  const { stdout } = await run("sessions");
  expect(stdout).toContain("Firefox on Linux");
  expect(stdout).toContain("192.0.2.7");
  expect(stdout).toContain("2026-02-14 10:21:07 UTC");
  expect(JSON.parse((await run("sessions", "--json")).stdout)).toEqual({ sessions: [session] });
});

test("signs one out by its id, or all of them, and neither by chance", async () => {
  peer.on(`DELETE /v1/account/sessions/${session.id}`, { status: 204 });
  peer.on("POST /v1/account/sessions/end", { body: { ended: 2 } });
  expect((await run("sessions-end", session.id)).stdout).toBe("-----> The browser has been signed out\n");
  expect((await run("sessions-end", "--all")).stdout).toBe("-----> 2 browsers have been signed out\n");
  peer.forget();
  expect((await run("sessions-end")).code).not.toBe(0);
  expect((await run("sessions-end", session.id, "--all")).code).not.toBe(0);
  expect(peer.calls).toEqual([]);
});

test("changes the username", async () => {
  peer.on("PATCH /v1/account", ({ body }) => ({ body: { account: { ...account, ...(body as object) } } }));
  expect((await run("account-update", "--username", "camille")).stdout).toBe(
    "-----> user1@example.com is called camille\n",
  );
});
