import { sql } from "kysely";
import type { Config } from "../platform/config.ts";
import type { Db } from "../platform/control-database.ts";
import { findSecretKey, makeSecretKey, secretKeyFile } from "../platform/secret-key.ts";
import { createSecrets, opens, type Secrets } from "../platform/secrets.ts";
import { StartError } from "../platform/start-error.ts";

/**
 * The secrets of this installation. With another key than the one that sealed, receipts could not be signed by the key that
 * people have kept, nor could shared servers be entered: it is refused, and nothing is changed. Works before migrations.
 * @throws StartError
 */
export async function loadSecrets(config: Config, db: Db): Promise<Secrets> {
  const key = await findSecretKey(config);
  if (!(await opensControlDatabase(db, key))) throw new StartError(`${whatIsWrong(config, key)} ${whatToDo(config)}`);
  return createSecrets(key ?? (await makeSecretKey(config)));
}

/** True also while nothing is sealed. The key that signs receipts decides; it is there from the first start on. */
export async function opensControlDatabase(db: Db, key: string | undefined): Promise<boolean> {
  const keys = await sealedIn(db, "signing_keys", () =>
    db.selectFrom("signing_keys").select("private_key_sealed as sealed").where("retired_at", "is", null).execute(),
  );
  const sealed =
    keys.length > 0
      ? keys
      : await sealedIn(db, "servers", () => db.selectFrom("servers").select("admin_url_sealed as sealed").execute());
  if (sealed.length === 0) return true;
  if (key === undefined) return false;
  const secrets = createSecrets(key);
  return sealed.some((each) => opens(secrets, each));
}

async function sealedIn(
  db: Db,
  table: string,
  read: () => Promise<readonly { sealed: Buffer | null }[]>,
): Promise<Buffer[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(db);
  if (rows[0]?.there !== true) return [];
  return (await read()).flatMap(({ sealed }) => sealed ?? []);
}

function whatIsWrong(config: Config, key: string | undefined): string {
  const file = secretKeyFile(config);
  if (key === undefined) return `SECRET_KEY is not set and ${file} is not there, but the control database is sealed.`;
  const name = config.secretKey === undefined ? `The key in ${file}` : "SECRET_KEY";
  return `${name} is not the one that the control database was sealed with.`;
}

const whatToDo = (config: Config): string =>
  `Nothing was changed. Start with the key of before, as SECRET_KEY or in ${secretKeyFile(config)}. If it is lost for ` +
  "good: npm run admin -- replace-secret-key (docs/self-hosting.md, “A lost secret key”, says what that costs).";
