import { domainToASCII } from "node:url";
import { Refusal } from "../platform/refusal.ts";

export interface EmailAddress {
  /** As it was typed, without the space around it; mail goes to this spelling. */
  readonly email: string;
  /** What two spellings of one address have in common: every look-up and comparison goes by it. */
  readonly folded: string;
}

/** @throws Refusal `invalid_email`, naming the field */
export function readEmail(text: string, field = "email"): EmailAddress {
  const parsed = parseEmail(text);
  if ("refused" in parsed) throw new Refusal("invalid_email", parsed.refused, field);
  return parsed;
}

/**
 * Reads one address, or says in words why it is none. Stricter than RFC 5321 where its freedom helps only who wants to
 * smuggle something into a header (quoted names, comments), and where nobody could be reached (IP addresses, bare hosts).
 */
export function parseEmail(text: string): EmailAddress | { readonly refused: string } {
  // Composed, so that what is mailed and what is compared differ in nothing but case.
  const email = text.trim().normalize("NFC");
  const [local = "", domain = "", ...more] = email.split("@");
  const host = /^[\p{L}\p{M}\p{N}.。．｡-]+$/u.test(domain) ? domainToASCII(domain) : "";
  const refused =
    refuseWhole(email, more.length) ??
    refuseLocalPart(local) ??
    refuseDomain(domain, host) ??
    refuseLength(local, host);
  if (refused !== null) return { refused };
  return { email, folded: `${local.toLowerCase().normalize("NFC")}@${host}` };
}

function refuseWhole(email: string, moreThanOne: number): string | null {
  if (email === "") return "Type an e-mail address.";
  if (/[\p{Z}\p{C}]/u.test(email)) return "An e-mail address has no spaces and no invisible characters in it.";
  if (!email.includes("@")) return "An e-mail address has an @ in it, as in name@example.com.";
  return moreThanOne > 0 ? "An e-mail address has only one @ in it. Type one address at a time." : null;
}

function refuseLocalPart(local: string): string | null {
  if (local === "") return "The part before the @ is missing.";
  const odd = /["(),:;<>[\\\]]/.exec(local)?.[0];
  if (odd !== undefined) return `An e-mail address has no ${odd} in it.`;
  return /^\.|\.\.|\.$/.test(local) ? "The part before the @ has a dot where none can be." : null;
}

function refuseDomain(domain: string, host: string): string | null {
  if (domain === "") return "The part after the @ is missing.";
  const labels = host.split(".");
  const wellFormed = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!wellFormed) return `${quote(domain)} is not a domain that mail can be sent to.`;
  if (labels.length < 2) return `The part after the @ is a whole domain, as in example.com; ${quote(domain)} is not.`;
  return /^\d+$/.test(labels.at(-1) ?? "") ? "The part after the @ is a domain, not an IP address." : null;
}

/** RFC 5321 counts octets; the domain counts as it travels, in ASCII. */
function refuseLength(local: string, host: string): string | null {
  const octets = Buffer.byteLength(local);
  if (octets + 1 + host.length > 254) return "An e-mail address has at most 254 characters.";
  return octets > 64 ? "The part before the @ has at most 64 characters." : null;
}

const quote = (domain: string): string => `“${domain.length > 60 ? `${domain.slice(0, 60)}…` : domain}”`;
