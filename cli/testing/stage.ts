import { afterAll, beforeAll, beforeEach } from "vitest";
import { Peer } from "./peer.ts";
import { Cli, type Ran } from "./run.ts";

/** For the tests of one file: the built command line, signed in to a peer that is told its answers anew in each test. */
export function stage(): { cli: Cli; peer: Peer; run: (...args: string[]) => Promise<Ran> } {
  const cli = new Cli();
  const peer = new Peer();
  beforeAll(async () => await Promise.all([cli.build(), peer.open()]));
  afterAll(async () => {
    cli.remove();
    await peer.close();
  });
  beforeEach(() => peer.forget());
  const run = async (...args: string[]): Promise<Ran> =>
    await cli.run(args, { env: { GUESTLIST_URL: peer.url, GUESTLIST_TOKEN: "glt_token" } });
  return { cli, peer, run };
}
