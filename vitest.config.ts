import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{contract,server,web,cli,test,bench}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/dist/**", "test/.cache/**"],
    globalSetup: "test/support/global-setup.ts",
    // A fresh module graph costs about 200 ms a file; nothing here keeps state between files.
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 15_000,
  },
});
