import { existsSync, statSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import type { Binaries } from "./binaries.ts";
import type { ClusterFile } from "./cluster-file.ts";
import { findFreePort, isFree } from "./port.ts";
import { startPostmaster } from "./postmaster.ts";
import type { Postmaster } from "./postmaster.ts";

const settings = {
  max_connections: "200",
  shared_buffers: "128MB",
  min_wal_size: "32MB",
  max_wal_size: "256MB",
  log_line_prefix: "%m [%p] %q%u@%d ",
  // A statement that failed may hold what people store, or a verifier.
  log_min_error_statement: "panic",
};

export interface OwnPort {
  binaries: Binaries;
  dataDir: string;
  clusterDir: string;
  file: ClusterFile;
  port?: number;
}

/** Starts on the port that was asked for, or that people's URIs name; at the first start on the first free one. */
export async function startOnItsPort({
  binaries,
  dataDir,
  clusterDir,
  file,
  port: asked,
}: OwnPort): Promise<Postmaster> {
  const logFile = join(dataDir, "postgres.log");
  await keepLogSmall(logFile);
  const start = (port: number): Promise<Postmaster> =>
    startPostmaster({ binaries, dataDir: clusterDir, port, settings, logFile });
  const fixed = asked ?? file.port;
  if (fixed !== undefined) {
    if (!(await isFree(fixed))) throw new StartError(portTaken(fixed, asked !== undefined));
    return await start(fixed);
  }
  for (let port = await findFreePort(); ; port = await findFreePort(port + 1)) {
    try {
      return await start(port);
    } catch (error) {
      // Between the look and the start somebody else may have taken it.
      if (!(error instanceof StartError && error.message.includes("could not bind"))) throw error;
    }
  }
}

function portTaken(port: number, asked: boolean): string {
  if (asked) return `BUNDLED_POSTGRES_PORT ${port} is taken by another program. Set it to a free port.`;
  return (
    `Port ${port} of the bundled PostgreSQL is taken by another program, and people's connection URIs name it. ` +
    `Stop that program, or set BUNDLED_POSTGRES_PORT to a free port; URIs given out before then stop working.`
  );
}

async function keepLogSmall(logFile: string): Promise<void> {
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) await rename(logFile, `${logFile}.1`);
}
