import { StartError } from "./start-error.ts";

const needed = 24;

/** Node 24 arrives with `npm ci`, as packages that some installs leave out. @throws StartError */
export function assertNodeVersion(version = process.versions.node): void {
  if (Number.parseInt(version, 10) >= needed) return;
  throw new StartError(
    `This needs Node ${needed} or later, and it runs on Node ${version}. Node ${needed} comes with npm ci ` +
      `(without --omit=optional) and is used by npm start. On macOS, install it from https://nodejs.org.`,
  );
}
