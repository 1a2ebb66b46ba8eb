import { isIP } from "node:net";
import { namesSeveralHosts } from "../platform/several-hosts.ts";
import type { ServerFacts } from "./admin-connection.ts";
import { parseServerUrl, type ServerUrl, type SslMode } from "./server-url.ts";

/**
 * Reads the URL of an admin connection as somebody typed it.
 * @returns a sentence when it cannot be used; it never repeats the password
 */
export function readAdminUrl(text: string): ServerUrl | string {
  const url = text.trim();
  if (/[\0-\x1f\x7f]/.test(url)) return "The URL has a line break or another control character in it.";
  if (namesSeveralHosts(url)) return "The URL names several hosts. Name one: the server that can be written to.";
  return parseServerUrl(url);
}

/** The URL as it is kept, sealed: encryption that was tried and found is demanded from then on. */
export function adminUrlOf(target: ServerUrl, facts: ServerFacts): string {
  const credentials = `${encodeURIComponent(target.user)}:${encodeURIComponent(target.password)}`;
  return `postgresql://${credentials}@${addressOf(target)}/${encodeURIComponent(target.dbname)}?sslmode=${settledSslMode(target, facts)}`;
}

/** `prefer` is no promise: a later connection might go without encryption, and nobody would know. */
export const settledSslMode = (target: ServerUrl, facts: Pick<ServerFacts, "encrypted">): SslMode =>
  target.sslmode === "prefer" ? (facts.encrypted ? "require" : "disable") : target.sslmode;

export const addressOf = ({ host, port }: Pick<ServerUrl, "host" | "port">): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

/** `db-paris-1`, `10.0.0.7:5433`: short enough for a list, different where servers are. */
export function serverName({ host, port }: Pick<ServerUrl, "host" | "port">): string {
  const label = isIP(host) === 0 ? (host.split(".")[0] ?? host) : addressOf({ host, port }).replace(/:\d+$/, "");
  return port === 5432 ? label : `${label}:${port}`;
}

/** How somebody connects to a database with a login of their own. */
export function connectionUri(
  server: { readonly host: string; readonly port: number; readonly sslmode: string },
  login: { readonly name: string; readonly password?: string },
  dbname: string,
): string {
  const password = login.password === undefined ? "" : `:${encodeURIComponent(login.password)}`;
  return `postgresql://${encodeURIComponent(login.name)}${password}@${addressOf(server)}/${encodeURIComponent(dbname)}?sslmode=${server.sslmode}`;
}
