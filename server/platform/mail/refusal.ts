export type Refusal = { permanent: boolean; reason: string };

/**
 * What an SMTP attempt failed of, in words. Permanent is only what the mail server said about this
 * very mail (5xx): a server that is away or refuses our own login is a matter for its operator, and
 * the mail goes out once that is repaired.
 */
export function readRefusal(error: unknown, server: string): Refusal {
  const { code, response, responseCode, command } = fieldsOf(error);
  if (code === "EAUTH" || code === "ENOAUTH") {
    return temporary(`The mail server ${server} refuses the login of SMTP_URL${quoted(response)}.`);
  }
  if (responseCode !== undefined && aboutThisMail.has(command ?? "")) {
    const permanent = responseCode >= 500 && responseCode !== 503;
    const what = command === "RCPT TO" ? "does not take mail for this address" : "did not take the mail";
    return { permanent, reason: `The mail server ${server} ${what}${quoted(response)}.` };
  }
  if (code === "EENVELOPE") {
    return { permanent: true, reason: "This is not an address that mail can be sent to." };
  }
  return temporary(`${trouble(code, error, server)}.`);
}

/** A 5xx to a greeting or to EHLO says that the server has no time for us, not that the mail is bad. */
const aboutThisMail = new Set(["MAIL FROM", "RCPT TO", "DATA"]);

type SmtpError = { code?: string; response?: string; responseCode?: number; command?: string };

function fieldsOf(error: unknown): SmtpError {
  return error instanceof Error ? (error as SmtpError) : {};
}

function temporary(reason: string): Refusal {
  return { permanent: false, reason };
}

function trouble(code: string | undefined, error: unknown, server: string): string {
  const cause = error instanceof Error ? error.message : "";
  if (/ECONNREFUSED/u.test(cause)) return `The mail server ${server} refuses connections`;
  if (code === "ETIMEDOUT") return `The mail server ${server} does not answer in time`;
  if (code === "EDNS") return `The name of the mail server ${server} is not known`;
  if (code === "ETLS") return `The encryption with the mail server ${server} failed`;
  return `The connection to the mail server ${server} broke${quoted(cause)}`;
}

/** The other side's own words, one line of them. A filter may quote the mail's link: it is left out. */
function quoted(words: string | undefined): string {
  if (words === undefined) return "";
  const line = words
    .replaceAll(/https?:\/\/\S+/giu, "(an address)")
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line === "" ? "" : `: ${line.slice(0, 300).replace(/\.$/u, "")}`;
}
