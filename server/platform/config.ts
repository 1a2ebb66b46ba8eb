import { isIP } from "node:net";
import { isLoopback, isWildcard } from "./setting-values.ts";
import type { LogLevel } from "./setting-values.ts";
import { settings } from "./settings.ts";
import type { Setting } from "./settings.ts";
import { StartError } from "./start-error.ts";

export interface Config {
  /** 0 for any free one. */
  port: number;
  host: string;
  /** Without a path. */
  publicUrl: URL;
  /** Absolute. */
  dataDir: string;
  /** Unset: the bundled PostgreSQL. */
  databaseUrl?: string;
  bundledPostgresPort?: number;
  /** Unset: mails are kept and shown at `/mailbox`. */
  smtpUrl?: string;
  mailFrom: string;
  /** Unset: made in the data folder. */
  secretKey?: string;
  /** As Fastify takes it: how many proxies, or which. */
  trustProxy: false | number | string[];
  logLevel: LogLevel;
}

/** Lists every mistake at once: nobody should find the second one only after the first is mended. */
export class ConfigError extends StartError {
  override name = "ConfigError";
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    const head = mistakes.length === 1 ? "A setting is wrong:" : `${mistakes.length} settings are wrong:`;
    super([head, ...mistakes.map((mistake) => `  ${mistake}`)].join("\n"));
    this.mistakes = mistakes;
  }
}

type Name = keyof typeof settings;
type Values = { [N in Name]?: ReturnType<(typeof settings)[N]["read"]> };

/** Reads the settings from environment variables; an empty one counts as unset. @throws ConfigError */
export function readConfig(env: Record<string, string | undefined>): Config {
  const mistakes: string[] = [];
  const values: Values = {};
  for (const name of Object.keys(settings) as Name[]) readOne(name, env, values, mistakes);
  mistakes.push(...findConflicts(values, new Set(Object.keys(env).filter((name) => env[name]))));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return toConfig(values);
}

function readOne(name: Name, env: Record<string, string | undefined>, values: Values, mistakes: string[]): void {
  const setting: Setting = settings[name];
  const text = env[name]?.trim() || setting.default;
  if (text === undefined) return;
  try {
    Object.assign(values, { [name]: setting.read(text) });
  } catch (error) {
    const reason = (error as Error).message;
    mistakes.push(setting.secret ? `${name} ${reason}.` : `${name} is ${JSON.stringify(text)}: it ${reason}.`);
  }
}

/** Mistakes that no setting has alone. `given` are the settings that are set, well or not. */
function findConflicts(values: Values, given: ReadonlySet<string>): string[] {
  const conflicts: string[] = [];
  const host = values.HOST;
  if (host !== undefined && !isLoopback(host) && !given.has("SMTP_URL")) {
    conflicts.push(
      `HOST is ${host}, and SMTP_URL is not set: mails, with the secrets in them, would be shown to everybody at ` +
        `/mailbox. Set SMTP_URL to your mail server, or HOST to 127.0.0.1.`,
    );
  }
  if (host !== undefined && isWildcard(host) && !given.has("PUBLIC_URL")) {
    conflicts.push(
      `HOST is ${host}, every address of this machine, and PUBLIC_URL is not set: the links in mails need an address ` +
        `that people can reach, such as PUBLIC_URL=https://guestlist.example.com.`,
    );
  }
  const oidc = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"].filter((name) => given.has(name));
  // Ignored in silence, it would be taken for a sign-in that is there.
  if (oidc.length > 0) conflicts.push(`Take out ${oidc.join(", ")}: nobody can sign in by OpenID Connect yet.`);
  return conflicts;
}

function toConfig(values: Values): Config {
  const { PORT: port = 0, HOST: host = "", DATA_DIR: dataDir = "", LOG_LEVEL: logLevel = "info" } = values;
  const publicUrl = values.PUBLIC_URL ?? urlOf(host, port);
  return {
    port,
    host,
    publicUrl,
    dataDir,
    logLevel,
    mailFrom: values.MAIL_FROM ?? `Guestlist <guestlist@${mailHost(publicUrl.hostname)}>`,
    trustProxy: values.TRUST_PROXY ?? false,
    ...(values.DATABASE_URL && { databaseUrl: values.DATABASE_URL }),
    ...(values.BUNDLED_POSTGRES_PORT && { bundledPostgresPort: values.BUNDLED_POSTGRES_PORT }),
    ...(values.SMTP_URL && { smtpUrl: values.SMTP_URL }),
    ...(values.SECRET_KEY && { secretKey: values.SECRET_KEY }),
  };
}

/** Where a server that listens on this host and port is reached from this machine. */
export function urlOf(host: string, port: number): URL {
  const reachable = isWildcard(host) ? "127.0.0.1" : host;
  return new URL(`http://${isIP(reachable) === 6 ? `[${reachable}]` : reachable}:${port}`);
}

/** An address with a bare IP address after the @ is not one that mail servers take. */
function mailHost(hostname: string): string {
  return isIP(hostname.replace(/^\[|\]$/g, "")) ? "localhost" : hostname;
}
