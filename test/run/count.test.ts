import { expect, test } from "vitest";
import { countResults, lastLine } from "./count.ts";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test("tests are counted by their outcome", () => {
  const testResults = [file("passed", "passed", "passed", "skipped"), file("failed", "passed", "failed")];
  const counts = countResults({ succeeded: false, testResults }, 0);
  expect(counts).toEqual({ passed: 3, failed: 1, skipped: 1 });
  expect(lastLine(counts)).toBe("3 passed, 1 failed, 1 skipped");
  expect(lastLine({ passed: 2, failed: 0, skipped: 0 })).toBe("2 passed, 0 failed");
});

test("a file that did not load, a failed step and an unexplained end are failures", () => {
  expect(countResults({ succeeded: false, testResults: [file("failed"), file("passed", "passed")] }, 0).failed).toBe(1);
  expect(countResults({ succeeded: true, testResults: [file("passed", "passed")] }, 2).failed).toBe(2);
  expect(countResults({ succeeded: false, testResults: [file("passed", "passed")] }, 0).failed).toBe(1);
  expect(countResults({ succeeded: false, testResults: [] }, 0).failed).toBe(1);
});
