import { statusOfCode, type ErrorCode } from "@guestlist/contract";
import { expect, test } from "vitest";
import { inTheirShape } from "./errors.ts";

const shape = (code: ErrorCode, errors: { field: string; message: string }[] = [], resource: "app" | null = null) =>
  inTheirShape({ code, message: "Why not.", errors }, resource);

/** Others have a body that the command line does not show. */
const readByAll = [400, 401, 403, 404, 409, 422, 429, 500, 503];

test("every refusal that Guestlist has gets a status whose body the clients read, and words", () => {
  for (const code of Object.keys(statusOfCode) as ErrorCode[]) {
    const { status, body } = shape(code);
    const isRead = code === "method_not_allowed" || readByAll.includes(status);
    expect([code, isRead, body["error"], "errors" in body]).toEqual([code, true, "Why not.", status === 422]);
  }
});

test("a 422 has its fields in Scalingo's names, each with a list of texts", () => {
  const errors = [
    { field: "access", message: "One." },
    { field: "access", message: "Two." },
    { field: "", message: "Three." },
  ];
  expect(shape("invalid_request", errors).body["errors"]).toEqual({ is_limited: ["One.", "Two."], base: ["Three."] });
  expect(shape("invalid_request").body["errors"]).toEqual({ base: ["Why not."] });
});

test("a 404 names its resource only where there is one to name", () => {
  expect(shape("not_found", [], "app").body).toMatchObject({ resource: "app", error: "Why not." });
  expect(shape("not_found").body).not.toHaveProperty("resource");
});
