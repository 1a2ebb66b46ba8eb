import { request } from "node:http";
import { createGunzip } from "node:zlib";

export interface WireAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body; undefined when there is none. */
  body: Record<string, unknown>;
}

/** Sends what Scalingo's Go clients send: JSON named on every request, a `?` after every GET's and DELETE's path. */
export interface GoClient {
  get(path: string): Promise<WireAnswer>;
  post(path: string, body?: object): Promise<WireAnswer>;
  patch(path: string, body: object): Promise<WireAnswer>;
  put(path: string, body: object): Promise<WireAnswer>;
  delete(path: string): Promise<WireAnswer>;
}

export function goClient(base: string, authorization?: string): GoClient {
  const send = (method: string, path: string, body?: object): Promise<WireAnswer> =>
    sendRaw(base + path, method, body === undefined ? undefined : JSON.stringify(body), {
      "user-agent": "Scalingo CLI v1.48.0",
      accept: "application/json",
      "accept-encoding": "gzip",
      "content-type": "application/json",
      ...(authorization !== undefined && { authorization }),
    });
  const withMark = (path: string): string => (path.includes("?") ? path : `${path}?`);
  return {
    get: (path) => send("GET", withMark(path)),
    post: (path, body = {}) => send("POST", path, body),
    patch: (path, body) => send("PATCH", path, body),
    put: (path, body) => send("PUT", path, body),
    delete: (path) => send("DELETE", withMark(path)),
  };
}

export const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;

/** From an API token to a client that is signed in by a bearer, as every Go client begins. */
export async function exchanged(base: string, apiToken: string): Promise<GoClient> {
  const { body } = await goClient(base, basic("", apiToken)).post("/v1/tokens/exchange");
  return goClient(base, `Bearer ${String(body["token"])}`);
}

/** With the path exactly as given: a URL object would tidy it. */
export function sendRaw(
  url: string,
  method: string,
  text: string | undefined,
  headers: Record<string, string>,
): Promise<WireAnswer> {
  const { hostname, port, origin } = new URL(url);
  const length = text === undefined ? {} : { "content-length": String(Buffer.byteLength(text)) };
  const options = { hostname, port, method, path: url.slice(origin.length), headers: { ...headers, ...length } };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      let body = "";
      const zipped = response.headers["content-encoding"] === "gzip";
      const plain = zipped ? response.pipe(createGunzip()) : response;
      plain.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("error", reject);
      plain.on("error", reject).on("end", () => {
        const parsed = (body === "" ? undefined : JSON.parse(body)) as Record<string, unknown>;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: body, body: parsed });
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}
