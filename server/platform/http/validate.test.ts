import { endpoints } from "@guestlist/contract";
import { expect, test } from "vitest";
import { validatorCompiler, type InvalidRequest } from "./validate.ts";

const { method, path: url, query: schema } = endpoints.listDatabases;
const validate = validatorCompiler({ schema, httpPart: "querystring", method, url });
const read = (query: object): unknown => validate(query);

test.each<[object, object]>([
  [{}, { limit: 100 }],
  [{ limit: "1" }, { limit: 1 }],
  [
    { limit: "500", cursor: "12" },
    { limit: 500, cursor: "12" },
  ],
])("%j is read as %j", (query, value) => {
  expect(read(query)).toEqual({ value });
});

test.each(["1.5", "1.0", "0x10", " 5", "5 ", "1e1", "+5", "05", "", "-", "many", "Infinity", "true"])(
  "a limit of %j is no whole number, and is not taken for one",
  (limit) => {
    const { error } = read({ limit }) as { error: InvalidRequest };
    expect(error.fields).toEqual([{ field: "limit", message: "must be a whole number, in digits" }]);
  },
);

test.each(["0", "-5", "501", "999999999999999"])("a limit of %s is out of bounds", (limit) => {
  const { error } = read({ limit }) as { error: InvalidRequest };
  expect(error.fields.map(({ field }) => field)).toEqual(["limit"]);
  expect(error.fields[0]?.message).toMatch(/^must be at (least 1|most 500)$/);
});

test("a limit that is given twice is refused", () => {
  const { error } = read({ limit: ["5", "6"] }) as { error: InvalidRequest };
  expect(error.fields).toEqual([{ field: "limit", message: "must be a whole number, in digits" }]);
});
