import type { ConnectionOptions } from "node:tls";

export type SslMode = "disable" | "prefer" | "require" | "verify-ca" | "verify-full";

/** Where a PostgreSQL server is reached, and as whom. Everything else that a URL may carry is left unread. */
export interface ServerUrl {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dbname: string;
  readonly sslmode: SslMode;
}

/**
 * Reads a `postgresql://` URL. Done here and not by the driver, which would read the files that `sslcert` and its like
 * name, and takes `sslmode=require` for `verify-full`.
 * @returns a sentence when it cannot be used; it never repeats the password
 */
export function parseServerUrl(text: string): ServerUrl | string {
  if (!URL.canParse(text)) return "This is not a URL. It has the form postgresql://user:password@host:5432/database.";
  const url = new URL(text);
  if (url.protocol !== "postgresql:" && url.protocol !== "postgres:")
    return "The URL must begin with postgresql:// or postgres://.";
  if (url.hostname === "") return "The URL names no host.";
  if (url.username === "") return "The URL names no user.";
  const sslmode = sslModeOf(url.searchParams.get("sslmode"));
  if (sslmode === undefined) return "sslmode must be disable, prefer, require, verify-ca or verify-full.";
  const decoded = decodeParts(url);
  if (decoded === undefined) return "The URL has a % that encodes nothing; write it as %25.";
  const { user, password, path } = decoded;
  const port = url.port === "" ? 5432 : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port, user, password, dbname: path || user, sslmode };
}

/** What the driver is told about encryption. `require` encrypts without looking at the certificate, as libpq does. */
export function tlsOf(sslmode: SslMode): false | ConnectionOptions {
  switch (sslmode) {
    case "disable":
      return false;
    case "prefer":
    case "require":
      return { rejectUnauthorized: false };
    case "verify-ca":
      return { checkServerIdentity: () => undefined };
    case "verify-full":
      return {};
  }
}

function sslModeOf(text: string | null): SslMode | undefined {
  const modes: readonly SslMode[] = ["disable", "prefer", "require", "verify-ca", "verify-full"];
  if (text === null || text === "allow") return "prefer";
  return modes.find((mode) => mode === text);
}

function decodeParts(url: URL): { user: string; password: string; path: string } | undefined {
  try {
    return {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      path: decodeURIComponent(url.pathname.slice(1)),
    };
  } catch {
    return undefined;
  }
}
