import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { AccessBench } from "../../test/support/access.ts";
import { temporaryFolder } from "../../test/support/paths.ts";
import { eventually } from "../../test/support/signals.ts";
import { connectByUrl } from "../databases/admin-connection.ts";
import { saveAttachedServer } from "../databases/server-queries.ts";
import { setAdminUrl } from "../databases/set-admin-url.ts";
import { readConfig, type Config } from "../platform/config.ts";
import { queueMail } from "../platform/mail/queries.ts";
import { createSecrets, opens } from "../platform/secrets.ts";
import { loadSecrets } from "./load-secrets.ts";
import { replaceSecretKey } from "./replace-secret-key.ts";
import { loadSigningKey } from "./signing-key.ts";

const kept = "the-key-that-everything-is-sealed-with";
const other = "another-key-that-opens-nothing-of-it";

let access: AccessBench;
beforeAll(async () => {
  access = await bench.openAccessBench();
});
afterAll(() => access.close());

function settings(key?: string): Config & { file: string } {
  const dataDir = temporaryFolder("secrets");
  const config = readConfig({ DATA_DIR: dataDir, ...(key && { SECRET_KEY: key }) });
  return { ...config, file: path.join(dataDir, "secret-key") };
}
const load = (config: Config) => loadSecrets(config, access.db);
const sealed = async () => ({
  keys: await access.db.selectFrom("signing_keys").selectAll().orderBy("created_at").execute(),
  servers: await access.db.selectFrom("servers").selectAll().execute(),
});

/** An attached server, as the control database's own cluster, and what else is sealed before somebody loses the key. */
async function sealEverything(): Promise<void> {
  const { db, platform, controlUrl } = access;
  const secrets = createSecrets(kept);
  const opened = await connectByUrl(controlUrl);
  if (!opened.ok) throw new Error(opened.reason);
  const { facts } = opened.connection;
  await opened.connection.close();
  const { hostname: host, port } = new URL(controlUrl);
  const adminUrlSealed = secrets.seal(controlUrl);
  const seen = { name: "theirs", host, port: Number(port), sslmode: "disable", adminUrlSealed, facts };
  const server = await db.transaction().execute(async (tx) => {
    await loadSigningKey(tx, { secrets });
    await queueMail(tx, secrets, { kind: "note", cause: "lost", to: "ada@example.com", props: {} });
    return saveAttachedServer(tx, seen);
  });
  const owner = await bench.addAccount(db, "olive");
  await bench.addCreated({ ...access, platform: { ...platform, secrets } }, server.id, owner);
}

describe("the secret key", () => {
  test("is made at a first start, where nobody else reads it, and the same afterwards", async () => {
    const config = settings();
    const secrets = await load(config);
    expect(statSync(config.file).mode & 0o077).toBe(0);
    expect(opens(await load(config), secrets.seal("x"))).toBe(true);
  });

  test("that opens what is sealed is taken; another one, or none, changes nothing", async () => {
    await sealEverything();
    const before = await sealed();
    expect(opens(await load(settings(kept)), before.keys[0]!.private_key_sealed!)).toBe(true);
    await expect(load(settings(other))).rejects.toThrow(
      "SECRET_KEY is not the one that the control database was sealed with. Nothing was changed.",
    );
    const empty = settings();
    await expect(load(empty)).rejects.toThrow(`${empty.file} is not there, but the control database is sealed.`);
    await expect(load(empty)).rejects.toThrow("npm run admin -- replace-secret-key");
    expect(existsSync(empty.file)).toBe(false);
    expect(await sealed()).toEqual(before);
  });

  test("is not replaced while it opens what is sealed, nor while somebody works with it", async () => {
    const before = await sealed();
    await expect(replaceSecretKey(settings(kept), access.db)).rejects.toThrow("nothing is lost");
    await expect(replaceSecretKey(settings(other), access.db)).rejects.toThrow("is running on this control database");
    expect(await sealed()).toEqual(before);
  });

  test("that is lost is replaced: old receipts stay checkable, and what has to be entered again is said", async () => {
    const { db, platform, controlUrl } = access;
    const [before] = (await sealed()).keys;
    await platform.listen.close();
    const config = settings(other);
    const replaced = await eventually(() => replaceSecretKey(config, db));
    const { host, username } = new URL(controlUrl);
    const user = db.selectFrom("database_users as u").innerJoin("databases as d", "d.id", "u.database_id");
    const { role_name, name, verifier_sealed } = await user.selectAll("u").select("d.name").executeTakeFirstOrThrow();
    const { keys } = await sealed();
    expect(replaced).toEqual({
      key_id: keys[1]!.id,
      admin_urls_to_enter: [`${username} at ${host}`],
      passwords_to_reset: [`${role_name} of ${name}`],
      mails_that_cannot_be_written: 1,
    });
    expect(keys).toMatchObject([
      { id: before!.id, public_key: before!.public_key, private_key_sealed: null, retired_at: expect.any(Date) },
      { id: replaced.key_id, retired_at: null },
    ]);
    const secrets = await load(config);
    expect(opens(secrets, verifier_sealed!)).toBe(true);
    expect((await sealed()).servers.map((server) => opens(secrets, server.admin_url_sealed))).toEqual([false]);

    expect(await setAdminUrl(db, secrets, `${controlUrl}\n`)).toEqual({ server: "theirs" });
    expect((await sealed()).servers.map((server) => opens(secrets, server.admin_url_sealed))).toEqual([true]);
  });
});
