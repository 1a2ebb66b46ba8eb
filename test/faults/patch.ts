import type { Step, StepKind } from "../../server/access/step.ts";

/** Steps of one kind with other SQL: how a revoke would be without one of its defenses. */
export const patched =
  (kind: StepKind, sql: (statements: readonly string[]) => readonly string[]) =>
  (step: Step): Step =>
    step.kind === kind ? { ...step, sql: sql(step.sql) } : step;
