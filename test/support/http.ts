/** Who asks: an API token, or the cookie of a signed-in session. Nobody when left out. */
export type Credentials = string | { cookie: string };

export interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

// Whoever calls names the shape; a wrong one shows as a failed expectation.
type Json = Record<string, unknown>;

export interface Api {
  get<Body = Json>(path: string): Promise<Answer<Body>>;
  post<Body = Json>(path: string, body?: unknown): Promise<Answer<Body>>;
  patch<Body = Json>(path: string, body?: unknown): Promise<Answer<Body>>;
  put<Body = Json>(path: string, body?: unknown): Promise<Answer<Body>>;
  delete<Body = Json>(path: string, body?: unknown): Promise<Answer<Body>>;
  /** Sends the text as it is, for malformed and oversized bodies. */
  raw<Body = Json>(method: string, path: string, text: string, headers?: Record<string, string>): Promise<Answer<Body>>;
}

/** A small JSON client without opinions: any status is an answer, nothing throws but a dead connection. */
export function api(url: string, credentials?: Credentials): Api {
  const send = <Body>(method: string) => {
    return (path: string, body?: unknown) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      return request<Body>(new URL(path, url), method, text, headersOf(credentials, text !== undefined));
    };
  };
  return {
    get: (path) => send<never>("GET")(path),
    post: (path, body) => send<never>("POST")(path, body),
    patch: (path, body) => send<never>("PATCH")(path, body),
    put: (path, body) => send<never>("PUT")(path, body),
    delete: (path, body) => send<never>("DELETE")(path, body),
    raw: (method, path, text, headers) =>
      request(new URL(path, url), method, text, { ...headersOf(credentials, true), ...headers }),
  };
}

function headersOf(credentials: Credentials | undefined, hasBody: boolean): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (hasBody) headers["content-type"] = "application/json";
  if (typeof credentials === "string") headers["authorization"] = `Bearer ${credentials}`;
  else if (credentials) headers["cookie"] = credentials.cookie;
  return headers;
}

async function request<Body>(
  url: URL,
  method: string,
  text: string | undefined,
  headers: Record<string, string>,
): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: response.status, headers: response.headers, body: parse(await response.text()) as Body };
}

function parse(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}
