import type { WireAnswer, WireRequest } from "@guestlist/contract";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { Failure, UsageFailure } from "./failure.ts";
import packageJson from "./package.json" with { type: "json" };

export interface Wire {
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Called with the answer's `Set-Cookie` lines; `login` needs them, nobody else. */
  readonly onCookies?: (lines: readonly string[]) => void;
}

/** Throws UsageFailure where the token would break the header that carries it. */
export function bearing(token: string): Readonly<Record<string, string>> {
  if (/^[\x21-\x7e]+$/.test(token)) return { authorization: `Bearer ${token}` };
  throw new UsageFailure("The API token has a space, a line break or another character in it that no token has.");
}

const connectWithinMs = 5_000;
// A revoke waits for 5 s and a check of somebody's server for its own limits; beyond this nothing is coming.
const answerWithinMs = 30_000;

/**
 * One request over node:http, which is up 20 ms sooner than fetch. No connection is kept: it would hold the process.
 * Throws Failure where nothing, or something other than Guestlist, answers.
 */
export async function send(wire: Wire, { method, path, body }: WireRequest): Promise<WireAnswer> {
  const url = new URL(wire.url + path);
  const isSafe = url.protocol === "https:";
  const options: RequestOptions = {
    method,
    ...(isSafe ? { agent: false } : { createConnection }),
    headers: {
      accept: "application/json",
      "user-agent": `guestlist/${packageJson.version}`,
      ...(body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      ...wire.headers,
    },
  };
  const request = isSafe ? (await import("node:https")).request : httpRequest;
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, options, (answer) => {
      readAnswer(wire, url, answer).then(resolve, (error: unknown) => reject(inWords(wire.url, error)));
    });
    const giveUp = (problem: string) => outgoing.destroy(new Failure("unavailable", problem));
    const connecting = setTimeout(() => giveUp(silent(wire.url)), connectWithinMs);
    outgoing.on("socket", (socket) => {
      const connected = () => clearTimeout(connecting);
      socket.once(isSafe ? "secureConnect" : "connect", connected);
    });
    outgoing.setTimeout(answerWithinMs, () =>
      giveUp(`${wire.url} took the request and has not answered for ${answerWithinMs / 1000} s.`),
    );
    outgoing.on("error", (error: unknown) => reject(inWords(wire.url, error)));
    outgoing.on("close", () => clearTimeout(connecting));
    outgoing.end(body);
  });
}

/** Without an agent, which would be set up for one request: half a millisecond. */
const createConnection: RequestOptions["createConnection"] = ({ host, port }) =>
  connect({ host: host ?? "localhost", port: Number(port ?? 80) });

async function readAnswer(wire: Wire, url: URL, answer: IncomingMessage): Promise<WireAnswer> {
  const status = answer.statusCode ?? 0;
  const text = await readText(answer);
  wire.onCookies?.(answer.headers["set-cookie"] ?? []);
  if (status >= 300 && status < 400) throw moved(wire.url, url, answer.headers.location);
  const isJson = /^application\/(?:[\w.+-]+\+)?json\b/i.test(answer.headers["content-type"] ?? "");
  const isFile = answer.headers["content-disposition"]?.startsWith("attachment") === true;
  if (status < 300 && text !== "" && !isJson && !isFile) throw stranger(wire.url);
  return { status, text };
}

async function readText(answer: IncomingMessage): Promise<string> {
  return await new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    answer.on("data", (piece: Buffer) => pieces.push(piece));
    answer.on("end", () => resolve(Buffer.concat(pieces).toString()));
    answer.on("error", reject);
  });
}

const silent = (url: string): string =>
  `${url} does not answer. Is Guestlist running there? Set GUESTLIST_URL to another address.`;

const stranger = (url: string): Failure =>
  new Failure("unavailable", `What answers at ${url} is not Guestlist. Set GUESTLIST_URL to another address.`);

function moved(from: string, requested: URL, location: string | undefined): Failure {
  if (location === undefined || !URL.canParse(location, requested.href)) return stranger(from);
  const target = new URL(location, requested);
  return target.origin === requested.origin
    ? stranger(from)
    : new Failure("unavailable", `${from} sends on to ${target.origin}. Set GUESTLIST_URL to that address.`);
}

function inWords(url: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|^ERR_(?:TLS|SSL)|^EPROTO$/.test(code);
  return new Failure("unavailable", untrusted ? `${url} cannot be trusted: ${message}.` : silent(url));
}
