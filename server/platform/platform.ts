import type { Config } from "./config.ts";
import type { Db } from "./control-database.ts";
import type { Listen } from "./listen.ts";
import type { Log } from "./log.ts";
import type { Secrets } from "./secrets.ts";

/** What every journey and job is given: the product's own means, no domain word among them. */
export interface Platform {
  readonly config: Config;
  readonly db: Db;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly listen: Listen;
}
