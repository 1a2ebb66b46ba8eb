import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { median, type Row } from "./row.ts";

const runs = 41;
const target = 1.6;
const root = join(import.meta.dirname, "..");
const program = join(root, "cli/bin/guestlist");

/**
 * `guestlist collaborators` as a whole process against `node -e 0`, by turns; of the Nodes that are
 * here (the one that runs this, and the system's), the row of the one where the ratio is worse. The ratio is the median of
 * all pairs': a machine that slows down for a second slows both down.
 */
export async function benchCli(): Promise<Row> {
  execFileSync(process.execPath, [join(root, "cli/build.ts")]);
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(guideList));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rows: Row[] = [];
  for (const node of nodes()) rows.push(await measure(node, url));
  server.close();
  return rows.reduce((worst, row) => (row.ratio > worst.ratio ? row : worst));
}

async function measure(node: string, url: string): Promise<Row> {
  const env = {
    ...process.env,
    GUESTLIST_URL: url,
    GUESTLIST_TOKEN: "glt_bench",
    GUESTLIST_DATABASE: "my-dedicated-db",
  };
  const list: number[] = [];
  const nothing: number[] = [];
  // The first of each fills the caches of disk and compiler, as any but the very first use finds them.
  for (let run = 0; run <= runs; run++) {
    nothing.push(await timed(node, ["-e", "0"], env));
    list.push(await timed(node, [program, "collaborators"], env));
  }
  const [measured, against] = [median(list.slice(1)), median(nothing.slice(1))];
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  const name = `guestlist collaborators, whole process, Node ${version.slice(1)}, against node -e 0`;
  const ratio = median(list.slice(1).map((each, run) => each / (nothing[run + 1] ?? each)));
  return { name, measured, against, ratio, unit: "ms", target };
}

async function timed(node: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now();
  const child = spawn(node, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Error(`${[node, ...args].join(" ")} ended with ${code}`);
  return performance.now() - start;
}

function nodes(): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const system = folders.map((folder) => join(folder, "node")).find((file) => isNode(file));
  return system === undefined || dirname(system) === dirname(process.execPath)
    ? [process.execPath]
    : [process.execPath, system];
}

function isNode(file: string): boolean {
  try {
    return Number(/^v(\d+)/.exec(execFileSync(file, ["--version"], { encoding: "utf8", stdio: "pipe" }))?.[1]) >= 20;
  } catch {
    return false;
  }
}

const person = (email: string, username: string | null, status: string, role: string) => ({
  id: "0198f0aa-0000-7000-8000-000000000001",
  email,
  username,
  status,
  expired: false,
  role,
  access: "full",
  until: null,
  login: null,
  closing: null,
  closure_number: null,
  is_me: false,
  invited_by: null,
  invited_at: null,
  accepted_at: null,
  invitation_expires_at: null,
  mail_failed: null,
  can: {},
  why_not: {},
});
const guideList = {
  collaborators: [
    person("user1@example.com", "user1", "owner", "owner"),
    person("user2@example.com", "user2", "accepted", "collaborator"),
    person("user3@example.com", null, "pending", "collaborator"),
  ],
  next_cursor: null,
};
