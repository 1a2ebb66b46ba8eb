import { expect, test } from "vitest";
import { overviewSearch } from "./overview-search.ts";

test("what is the usual is left out of the address, and what is unknown is passed over", () => {
  expect(overviewSearch({ by: "database", view: "unused" })).toEqual({ by: "database", view: "unused" });
  expect(overviewSearch({ by: "person", view: "all" })).toEqual({});
  expect(overviewSearch({ by: "x", view: 3 })).toEqual({});
});
