import { isIP } from "node:net";
import { namesSeveralHosts } from "./several-hosts.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

const logLevels: readonly string[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export function readPort(text: string, lowest: number): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= lowest && port <= 65_535)) throw new Error(`must be a port number from ${lowest} to 65535`);
  return port;
}

export function readHost(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) return host;
  throw new Error("must be an IP address or a host name, without a port");
}

export function readOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error("must be a URL that starts with https:// or http://");
  if (url.username || url.password || url.search || url.hash) {
    throw new Error("must be a URL without a user name, a query and a fragment");
  }
  if (url.pathname !== "/") throw new Error("must be a URL without a path: Guestlist needs a host name of its own");
  return url;
}

export function readDatabaseUrl(text: string): string {
  if (namesSeveralHosts(text)) throw new Error("must name one host: the server that can be written to");
  if (/^postgres(ql)?:\/\/[^/?#\s]+\/[^/?#\s]+(\?\S*)?$/.test(text)) return text;
  throw new Error("must look like postgres://user:password@host:5432/database");
}

export function readSmtpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== "") return text;
  throw new Error("must look like smtp://user:password@host:587 or smtps://user:password@host:465");
}

export function readMailFrom(text: string): string {
  if (/^([^<>\r\n]+ )?<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text)) return text;
  throw new Error("must be an address such as guestlist@example.com or Guestlist <guestlist@example.com>");
}

export function readSecretKey(text: string): string {
  if (text.length < 32) throw new Error("must have at least 32 characters, such as openssl rand -base64 32 makes");
  return text;
}

/** `true` is not taken: it would let every client say which address it comes from. */
export function readTrustProxy(text: string): false | number | string[] {
  if (/^(0|false)$/.test(text)) return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const proxies = text.split(",").map((proxy) => proxy.trim());
  if (proxies.every(isProxy)) return proxies;
  throw new Error("must be the number of proxies in front of Guestlist, or their addresses separated by commas");
}

export function readLogLevel(text: string): LogLevel {
  if (logLevels.includes(text)) return text as LogLevel;
  throw new Error(`must be one of ${logLevels.join(", ")}`);
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Every address of the machine: good to listen on, not an address that somebody could go to. */
export function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function isProxy(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true;
  const [address = "", bits] = text.split("/");
  const most = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}
