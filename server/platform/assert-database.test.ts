import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildServer, serverFile } from "../../test/support/built-server.ts";
import { temporaryFolder } from "../../test/support/paths.ts";
import { freePort } from "../../test/support/ports.ts";
import { startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { runProgram } from "../../test/support/program.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  buildServer();
  postgres = await startPostgres();
  await postgres.query("create role keeper login password 'p@ss'");
});
afterAll(() => postgres.discard());

const run = async (databaseUrl: string, ...args: string[]) => {
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: temporaryFolder("assert-database"), PORT: "0" };
  return runProgram(process.execPath, [serverFile, ...args], { env });
};
const at = () => `127.0.0.1:${postgres.port}`;

const commands = [
  ["serve"],
  ["work"],
  ["migrate"],
  ["admin", "create-account", "--email", "a@example.com", "--username", "a"],
];

describe.each(commands)("%s names the setting of a control database that cannot be reached", (...args) => {
  const said = async (databaseUrl: string) => {
    const { code, stdout, stderr } = await run(databaseUrl, ...args);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("hunter2");
    return stderr;
  };

  test("because nothing answers there", async () => {
    const port = await freePort();
    expect(await said(`postgres://keeper:hunter2@127.0.0.1:${port}/postgres`)).toBe(
      `DATABASE_URL does not lead into a database, at 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}. Start PostgreSQL there, or mend host and port.\n`,
    );
  });

  test("because the password is wrong, also one with an @ in it, or missing", async () => {
    for (const password of ["hunter2", "p@hunter2"])
      expect(await said(`postgres://keeper:${password}@${at()}/postgres`)).toBe(
        `DATABASE_URL does not lead into a database, at ${at()}: password authentication failed for user "keeper". Mend user and password.\n`,
      );
    expect(await said(`postgres://keeper@${at()}/postgres`)).toContain("It has no password: write postgres://user:");
  });

  test("because the database is not there", async () => {
    expect(await said(`postgres://keeper:p%40ss@${at()}/nowhere`)).toBe(
      `DATABASE_URL does not lead into a database, at ${at()}: database "nowhere" does not exist. Make the database, or mend its name.\n`,
    );
  });
});
