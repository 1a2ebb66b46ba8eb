import type { Endpoint } from "./endpoint.ts";

/** The files that `bareModule` is for: those that hold endpoints. */
export const endpointFiles = /\/contract\/endpoints\/(?!index|paths)[\w-]+\.ts$/;

/**
 * Text of such a file's module for programs that only call: of each endpoint what calling it takes. Schemas, permissions,
 * summaries and error codes are the server's, and weigh more than the rest.
 */
export const bareModule = (module: Readonly<Record<string, Readonly<Record<string, Endpoint>>>>): string =>
  Object.entries(module)
    .map(([name, endpoints]) => ["export", "const", name, "=", JSON.stringify(bare(endpoints))].join(" "))
    .join("\n");

const bare = (endpoints: Readonly<Record<string, Endpoint>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(endpoints).map(([name, { method, path, file }]) => [name, { method, path, file }]));
