import { pathToFileURL } from "node:url";
import type { Endpoint } from "@guestlist/contract";
import type { Plugin } from "vite";

const ofEndpoints = /\/contract\/endpoints\/(?!index|paths)[\w-]+\.ts$/;

/**
 * Leaves of each endpoint what calling it takes. Schemas, permissions, summaries and error codes are the server's; in the
 * browser they were 6 kB of every page, compressed. `npm run dev` has them all.
 */
export function bareEndpoints(): Plugin {
  return {
    name: "guestlist-endpoints",
    apply: "build",
    async load(id) {
      if (!ofEndpoints.test(id)) return null;
      const module = (await import(pathToFileURL(id).href)) as Record<string, Record<string, Endpoint>>;
      return Object.entries(module)
        .map(([name, endpoints]) => ["export", "const", name, "=", JSON.stringify(bare(endpoints))].join(" "))
        .join("\n");
    },
  };
}

const bare = (endpoints: Readonly<Record<string, Endpoint>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(endpoints).map(([name, { method, path, file }]) => [name, { method, path, file }]));
