import { endpoint, type DatabasePermission } from "@guestlist/contract";
import { Type } from "typebox";
import { expect, test } from "vitest";
import type { Platform } from "../platform.ts";
import { endpointCaller } from "./call-endpoint.ts";
import { AfterCommit, answer, errand, journey } from "./journey.ts";

const params = Type.Object({ database: Type.String() });
const made = (permission: "anyone" | "account" | DatabasePermission) =>
  endpoint({
    method: "POST",
    path: "/v1/things/:database",
    permission,
    summary: "",
    params,
    body: Type.Object({ size: Type.Integer() }),
    response: { 201: Type.Any() },
    errors: [],
  });
const managed = made("collaborators.manage");
const ofAccounts = made("account");
const elsewhere = made("account");

const steps: string[] = [];
const platform = {
  db: {
    transaction: () => ({
      execute: async (run: (tx: object) => Promise<unknown>) => {
        steps.push("begin");
        const outcome = await run({ isTransaction: true });
        steps.push("commit");
        return outcome;
      },
    }),
  },
} as unknown as Platform;
const gate = {
  authenticate: async () => null,
  permit: async (_db: unknown, actor: string, permission: string, database: string) => {
    steps.push(`${actor} ${permission} ${database}`);
    if (actor !== "ada") throw new Error("no");
    return "granted";
  },
};
const call = endpointCaller<string, string>(platform, gate, [
  journey<{ grant: string; body: { size: number } }>(managed, async ({ grant, body }) => {
    steps.push(`${grant} ${body.size}`);
    return new AfterCommit(async () => (steps.push("after"), answer(201, { size: body.size })));
  }),
  errand<{ tx?: object }>(ofAccounts, async ({ tx }) => answer(201, { tx: tx ?? null })),
]);
const by = (actor: string | null) => ({ actor, requestId: "1", client: { address: "::1", userAgent: null } });
const input = { params: { database: "shop" }, body: { size: 3 } };

test("permission and journey share a transaction, and what comes after it comes after its commit", async () => {
  steps.length = 0;
  expect(await call(managed, input, by("ada"))).toEqual({ status: 201, body: { size: 3 } });
  expect(steps).toEqual(["begin", "ada collaborators.manage shop", "granted 3", "commit", "after"]);
});

test("whoever is not permitted, not signed in, or asks for nonsense, comes to no journey", async () => {
  steps.length = 0;
  await expect(call(managed, input, by("eve"))).rejects.toThrow("no");
  await expect(call(managed, input, by(null))).rejects.toMatchObject({ code: "not_signed_in" });
  const nonsense = { ...input, body: { size: "big" } };
  await expect(call(managed, nonsense, by("ada"))).rejects.toMatchObject({ fields: [{ field: "size" }] });
  expect(steps.join()).not.toContain("granted");
});

test("an errand gets no transaction, and what is not served cannot be called", async () => {
  expect(await call(ofAccounts, input, by("ada"))).toEqual({ status: 201, body: { tx: null } });
  await expect(call(elsewhere, input, by("ada"))).rejects.toThrow("not served");
});
