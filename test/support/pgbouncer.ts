import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "./paths.ts";
import { freePort } from "./ports.ts";
import { connect, type TestPostgres } from "./postgres.ts";
import { pidFileName } from "./run-folder.ts";
import { eventually } from "./signals.ts";

const program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].find((file) => existsSync(file));

/** Why the tests of a pooler are left out; undefined where they are not. */
export const pgbouncerMissing =
  program === undefined ? "it is not installed, see apt-get install pgbouncer" : undefined;

export interface TestPgbouncer {
  port: number;
  stop(): Promise<void>;
}

/**
 * Debian's pgbouncer in front of a server: it asks the server who may log in, as the superuser. With `forced`
 * everybody whom it knows works as that one, whose password it has; it asks for no other (1.18 would use the wrong keys).
 */
export async function startPgbouncer(
  postgres: TestPostgres,
  forced?: { database: string; user: string; password: string },
): Promise<TestPgbouncer> {
  if (program === undefined) throw new Error(pgbouncerMissing);
  const folder = temporaryFolder("pgbouncer");
  chmodSync(folder, 0o711);
  const port = await freePort();
  const admin = new URL(postgres.adminUrl);
  const server = `host=${postgres.host} port=${postgres.port} auth_user=${admin.username}`;
  const first = forced && `${forced.database} = ${server} user=${forced.user} password=${forced.password}\n`;
  writeFileSync(path.join(folder, "users.txt"), `"${admin.username}" "${admin.password}"\n`, { mode: 0o644 });
  writeFileSync(
    path.join(folder, "pgbouncer.ini"),
    `[databases]\n${first ?? ""}* = ${server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =
auth_type = ${forced ? "trust" : "scram-sha-256"}\nauth_file = ${path.join(folder, "users.txt")}
auth_query = select usename, passwd from pg_shadow where usename = $1
ignore_startup_parameters = extra_float_digits\nquery_wait_timeout = 3\nserver_login_retry = 1\n`,
    { mode: 0o644 },
  );
  const child = spawn(program, [path.join(folder, "pgbouncer.ini")], { ...unprivileged(), stdio: "ignore", cwd: "/" });
  // A test that fails does not stop it: then it goes with the run.
  writeFileSync(path.join(folder, pidFileName), String(child.pid));
  const ended = once(child, "exit");
  await eventually(async () => {
    const session = await connect(urlThrough(postgres.adminUrl, port));
    await session.end();
  });
  return {
    port,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export function urlThrough(url: string, port: number): string {
  const there = new URL(url);
  there.port = String(port);
  return there.href;
}

/** It refuses root, as PostgreSQL does. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return line === null ? {} : { uid: Number(line[1]), gid: Number(line[2]) };
}
