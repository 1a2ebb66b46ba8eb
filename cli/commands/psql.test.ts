import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Peer } from "../testing/peer.ts";
import { connection } from "../testing/records.ts";
import { Cli, type Ran } from "../testing/run.ts";

const cli = new Cli();
const peer = new Peer();
const bin = join(cli.folder, "bin");
const show = "GET /v1/databases/my-dedicated-db/connection";
const rotate = "POST /v1/databases/my-dedicated-db/connection/password";

beforeAll(async () => {
  await Promise.all([cli.build(), peer.open()]);
  mkdirSync(bin);
  // Stands in for psql: tells what it was given, and ends with a code of its own.
  writeFileSync(
    join(bin, "psql"),
    `#!/bin/sh\nprintf '%s\\n' "$@" "$PGUSER@$PGHOST:$PGPORT/$PGDATABASE $PGSSLMODE $PGPASSWORD [$PGHOSTADDR$PGSERVICE$GUESTLIST_TOKEN]"\nexit 3\n`,
  );
  chmodSync(join(bin, "psql"), 0o755);
});
afterAll(async () => {
  cli.remove();
  await peer.close();
});
beforeEach(() => {
  peer.forget();
  peer.on(show, { body: { connection: connection() } });
  const uri = "postgresql://gl_user_1:s3cret@127.0.0.1:5432/my_dedicated_db";
  peer.on(rotate, { status: 201, body: { password: "s3cret", uri, changed_at: "2026-02-13T10:21:07.000Z" } });
});

const run = async (path: string, ...args: string[]): Promise<Ran> =>
  await cli.run(["-d", "my-dedicated-db", "psql", ...args], {
    env: {
      GUESTLIST_URL: peer.url,
      GUESTLIST_TOKEN: "glt_token",
      PATH: path,
      PGHOSTADDR: "10.0.0.1",
      PGSERVICE: "other",
    },
  });

it("starts psql with a fresh password in its environment, and passes arguments and exit code on", async () => {
  const ran = await run(`${bin}:/bin:/usr/bin`, "--", "-c", "select 1", "-d", "other");
  expect(ran).toEqual({
    code: 3,
    stderr: "",
    stdout: "-c\nselect 1\n-d\nother\ngl_user_1@127.0.0.1:5432/my_dedicated_db prefer s3cret []\n",
  });
  expect(peer.calls).toEqual([show, rotate]);
});

it("makes no new password where there is no psql to use it", async () => {
  expect(await run("/nowhere")).toEqual({
    code: 1,
    stdout: "",
    stderr: [
      " !     psql is not installed here. Connect otherwise: postgresql://gl_user_1@127.0.0.1:5432/my_dedicated_db?sslmode=prefer",
      "       For a password: guestlist --database my-dedicated-db connection --new-password",
      "       psql is in the package postgresql-client of Debian and Ubuntu, libpq of Homebrew.",
      "",
    ].join("\n"),
  });
  expect(peer.calls).toEqual([show]);
});

it("says why a login is not ready, and makes no password", async () => {
  const reason = "my-dedicated-db does not answer: your login is made as soon as it does.";
  peer.on(show, { body: { connection: connection({ state: "making", login_name: null, reason }) } });
  expect(await run(bin)).toEqual({ code: 1, stdout: "", stderr: ` !     ${reason}\n` });
  expect(peer.calls).toEqual([show]);
});
