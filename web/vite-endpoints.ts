import { bareModule, endpointFiles } from "@guestlist/contract";
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";

/** 6 kB less on every page, compressed. `npm run dev` has the endpoints whole. */
export function bareEndpoints(): Plugin {
  return {
    name: "guestlist-endpoints",
    apply: "build",
    async load(id) {
      return endpointFiles.test(id) ? bareModule(await import(pathToFileURL(id).href)) : null;
    },
  };
}
