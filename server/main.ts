import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { readConfig } from "./platform/config.ts";
import { runUntilSignal } from "./platform/lifetime.ts";
import { keepMemorySmall } from "./platform/memory.ts";
import { assertNodeVersion } from "./platform/node-version.ts";
import { createProgress } from "./platform/progress.ts";
import { readyMessage } from "./platform/ready-message.ts";

const usage = `Usage: node server/dist/main.mjs COMMAND

  serve            the HTTP server, and the worker beside it
  serve --no-work  the HTTP server alone; run \`work\` elsewhere
  work             the worker alone
  migrate          bring the control database to this version, and end
  admin create-account --email E --username U [--password-stdin] [--token]
  admin rotate-receipt-key
  admin set-admin-url
  admin replace-secret-key
`;

async function main([command, ...rest]: string[]): Promise<void> {
  assertNodeVersion();
  const debug = process.env["LOG_LEVEL"] === "debug";
  switch (command) {
    case "serve":
      return runUntilSignal(() => start({ http: true, jobs: !rest.includes("--no-work") }), { debug });
    case "work":
      return runUntilSignal(() => start({ http: false, jobs: true }), { debug });
    case "migrate": {
      const { migrateOnce } = await import("./migrate-once.ts");
      return migrateOnce(process.env);
    }
    case "admin": {
      const { admin } = await import("./admin.ts");
      const { loadSecrets } = await import("./access/load-secrets.ts");
      const { rotateSigningKey } = await import("./access/signing-key.ts");
      const { replaceSecretKey } = await import("./access/replace-secret-key.ts");
      return admin(rest, { loadSecrets, rotateSigningKey, replaceSecretKey });
    }
    default:
      process.stderr.write(usage);
      process.exitCode = 2;
  }
}

async function start(parts: { http: boolean; jobs: boolean }) {
  keepMemorySmall();
  const config = readConfig(process.env);
  enableCompileCache(join(config.dataDir, "cache"));
  const { serve } = await import("./serve.ts");
  const running = await serve({ config, parts, progress: createProgress((text) => process.stdout.write(text)) });
  process.stdout.write(parts.http ? readyMessage(running, config) : "Guestlist's worker is ready\n");
  return running;
}

if (import.meta.main) await main(process.argv.slice(2));
