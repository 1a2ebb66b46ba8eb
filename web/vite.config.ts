import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";
import { compileStrings } from "./strings/compile-plugin.ts";
import { bareEndpoints } from "./vite-endpoints.ts";
import { precompress } from "./vite-precompress.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: here("."),
  plugins: [bareEndpoints(), compileStrings(), react(), tailwindcss(), precompress()],
  resolve: { alias: { typebox: here("./typebox-stub.ts") } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // What every page needs is one file: many small ones compress worse. Few lists are so long that they need react-virtual.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual-core)[^/]+|use-intl|intl-messageformat|icu-minify)\//,
            },
          ],
        },
      },
    },
  },
  server: { proxy: proxyTo(loadEnv(mode, here("."), "GUESTLIST_")["GUESTLIST_URL"] ?? "http://127.0.0.1:7400") },
}));

/** `npm run dev` serves the dashboard alone; everything else is the server's. */
function proxyTo(target: string): Record<string, string> {
  return Object.fromEntries(["/v1", "/mailbox", "/docs", "/openapi.json"].map((path) => [path, target]));
}
