/** Whether a PostgreSQL URL lists several hosts, among which libpq would choose: the driver takes them for the name of one. */
export function namesSeveralHosts(url: string): boolean {
  const [, authority = ""] = /^postgres(?:ql)?:\/\/([^/?#]*)/i.exec(url) ?? [];
  // What stands before the last @ are credentials, and a password may have a comma.
  const hosts = authority.slice(authority.lastIndexOf("@") + 1);
  return hosts.includes(",") || /[?&]host=[^&#]*(?:,|%2c)/i.test(url);
}
