import { BlockList, isIP } from "node:net";
import { takenAddresses, type TakenAddress } from "../../platform/bundled-postgres/index.ts";
import { Refusal } from "../../platform/refusal.ts";

/** A range of addresses, such as `203.0.113.0/24`. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

/**
 * A range in CIDR form; an address alone is a range of one.
 * @throws Refusal `invalid_cidr`, with the rule and what is wrong with this one
 */
export function readNetwork(text: string): Network {
  const [, address = "", bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) throw invalid(`${JSON.stringify(text.slice(0, 70))} is no range of addresses.`);
  const widest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? widest : Number(bits);
  if (prefix > widest) throw invalid(`/${prefix} is too long: an IPv${version} address has ${widest} bits.`);
  if (!begins(address, prefix, version))
    throw invalid(`${address} is not where a range of /${prefix} begins. For that address alone leave out the slash.`);
  return { address, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}

const invalid = (fault: string): Refusal =>
  new Refusal(
    "invalid_cidr",
    `${fault} Write the first address and how many bits are the same: 203.0.113.0/24.`,
    "cidr",
  );

/** Everything below the prefix is zero: a rule for 10.1.2.3/8 would say less than it does. */
function begins(address: string, prefix: number, version: number): boolean {
  const bits = version === 4 ? bitsOfV4(address) : bitsOfV6(address);
  return !bits.slice(prefix).includes("1");
}

const inBits = (number: number, width: number): string => number.toString(2).padStart(width, "0");
const bitsOfV4 = (address: string): string =>
  address
    .split(".")
    .map((part) => inBits(Number(part), 8))
    .join("");

function bitsOfV6(address: string): string {
  // The URL parser writes it in groups of hexadecimal digits alone.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text = ""): string[] => (text === "" ? [] : text.split(":"));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(missing).fill("0"), ...groups(tail)]
    .map((group) => inBits(Number.parseInt(group, 16), 16))
    .join("");
}

/** Which of the addresses that the bundled server takes are in one of these ranges: never more than the server takes. */
export function takenIn(ranges: readonly string[]): TakenAddress[] {
  const networks = ranges.map(readNetwork);
  return takenAddresses.filter((address) => networks.some((network) => contains(network, address)));
}

function contains({ address, prefix, family }: Network, taken: TakenAddress): boolean {
  const takenFamily = isIP(taken) === 4 ? "ipv4" : "ipv6";
  // Said here, since a list of IPv6 ranges also finds IPv4 addresses in their IPv6 form, and PostgreSQL does not.
  if (family !== takenFamily) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list.check(taken, family);
}
