import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "./postgres.ts";
import { root } from "./paths.ts";
import { runProgram } from "./program.ts";

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.discard());

/** A program that has nothing else to do than what the session asks of it. */
const program = (after: string): string => `
  import { connect } from ${JSON.stringify(`${root}/test/support/postgres.ts`)};
  import { keptSession } from ${JSON.stringify(`${root}/test/support/kept-session.ts`)};
  const kept = keptSession(() => connect(${JSON.stringify(postgres.adminUrl)}));
  console.log((await kept.query("select 42 as answer"))[0].answer);
  ${after}`;

const run = (after: string) =>
  runProgram(process.execPath, ["--input-type=module", "--eval", program(after)], { env: {}, cwd: root });

test("a session that waits keeps no program from ending, and one that is ended is waited for", async () => {
  expect(await run("")).toMatchObject({ code: 0, stdout: "42\n" });
  expect(await run("await kept.end(); console.log('ended');")).toMatchObject({ code: 0, stdout: "42\nended\n" });
});
