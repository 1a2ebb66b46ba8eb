import type { Config } from "./config.ts";

/** Where to go, once the server answers. `url` is its own, `setupUrl` the one-time link that makes the first account. */
export function readyMessage(
  { url, setupUrl }: { url: string; setupUrl?: string | undefined },
  config: Config,
): string {
  const lines = ["Guestlist is ready", `  Dashboard  ${url}`];
  if (setupUrl) lines.push(`  Set up     ${setupUrl}   (one time; makes the first account)`);
  if (!config.smtpUrl) lines.push(`  Mail       kept at ${new URL("/mailbox", url).href} (no SMTP_URL)`);
  return `${lines.join("\n")}\n`;
}
