/** What is read of the test runner's JSON report. */
export interface TestReport {
  /** The runner's exit code was 0. */
  succeeded: boolean;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Tests by their outcome. A file that could not be loaded and a step that failed before the tests count as one failure
 * each, and a runner that failed for any other reason as one.
 */
export function countResults(report: TestReport, failedSteps: number): Counts {
  const tests = report.testResults.flatMap((file) => file.assertionResults.map((test) => test.status));
  const count = (...statuses: string[]) => tests.filter((status) => statuses.includes(status)).length;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failures = count("failed") + brokenFiles;
  const unexplained = !report.succeeded && failures === 0 ? 1 : 0;
  return {
    passed: count("passed"),
    failed: failures + unexplained + failedSteps,
    skipped: count("skipped", "pending", "todo", "disabled"),
  };
}

export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
