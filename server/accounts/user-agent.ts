/** What a browser says of itself, as a person would say it. Only to tell one's own sessions apart: anybody may claim anything. */
export function readUserAgent(text: string | null): { browser: string | null; system: string | null } {
  const named = (names: readonly (readonly [name: string, sign: RegExp])[]): string | null =>
    names.find(([, sign]) => sign.test(text ?? ""))?.[0] ?? null;
  return { browser: named(browsers), system: named(systems) };
}

/** The first that fits: most claim to be Chrome and Safari too. */
const browsers = [
  ["Edge", /\bEdgA?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|Chromium|HeadlessChrome|CriOS)\//],
  ["Safari", /\bVersion\/[\d.]+ .*Safari\//],
] as const;

const systems = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows NT\b/],
  ["macOS", /\bMac OS X\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
] as const;
