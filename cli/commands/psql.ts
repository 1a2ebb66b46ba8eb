import { endpoints, type Connection } from "@guestlist/contract";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { command } from "../command.ts";
import { Failure } from "../failure.ts";

export const psql = command({
  name: "psql",
  arguments: ["[args...]"],
  description: "Open psql as your own login, with a new password; the one before stops working",
  examples: ["--database my-dedicated-db psql", "--database my-dedicated-db psql -- -c 'select current_user'"],
  options: [],
  async run(context, [args]) {
    const params = { database: context.database };
    const { connection } = (await context.call(endpoints.showConnection, { params })).body;
    if (connection.state !== "ready" || connection.login_name === null) {
      throw new Failure("login_not_ready", connection.reason ?? `Your login is not ready: ${connection.state}.`);
    }
    // Looked for before the password is made anew: a failed start must not cost the one in use.
    const program = findProgram("psql", context.env);
    if (program === null) {
      throw new Failure("unavailable", `psql is not installed here. Connect otherwise: ${connection.uri ?? ""}`, [
        `For a password: ${context.program} --database ${context.database} connection --new-password`,
        "psql is in the package postgresql-client of Debian and Ubuntu, libpq of Homebrew.",
      ]);
    }
    const { password } = (await context.call(endpoints.rotatePassword, { params })).body;
    return await runProgram(program, args, environmentFor(connection, password, context.env));
  },
});

/** The password is in the child's environment, which only its own user can read, and not among its arguments. */
function environmentFor(connection: Connection, password: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // These would send the login elsewhere: they go before host and the rest.
  const { PGHOSTADDR: _1, PGSERVICE: _2, PGSERVICEFILE: _3, GUESTLIST_TOKEN: _4, ...others } = env;
  return {
    ...others,
    PGHOST: connection.host,
    PGPORT: String(connection.port),
    PGDATABASE: connection.dbname,
    PGUSER: connection.login_name ?? "",
    PGPASSWORD: password,
    PGSSLMODE: connection.sslmode,
  };
}

async function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { spawn } = await import("node:child_process");
  const { constants: os } = await import("node:os");
  // Ctrl-C is psql's: it cancels a query there.
  const leaveIt = () => undefined;
  process.removeAllListeners("SIGINT").on("SIGINT", leaveIt);
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: "inherit" });
    child.once("error", (error) => reject(new Failure("unavailable", `psql could not be started: ${error.message}.`)));
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : os.signals[signal])));
  });
}

function findProgram(name: string, env: NodeJS.ProcessEnv): string | null {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (folder !== "" && isExecutable(join(folder, file))) return join(folder, file);
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
