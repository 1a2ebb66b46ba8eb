import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Platform } from "../platform/platform.ts";
import { inDatabase, LeftOff } from "./admin-connections.ts";
import { applyStep, type Applied } from "./apply.ts";
import type { Loaded } from "./loaded.ts";
import { hasUnknownEnding, type LoginRow } from "./queries.ts";
import type { FoundRole } from "./observe.ts";
import type { Step, StepKind } from "./step.ts";

/** One reconcile on its way. */
export interface Run {
  readonly platform: Platform;
  readonly loaded: Loaded;
  /** `performance.now()` of that moment, to go on counting from the control database's clock. */
  readonly loadedAt: number;
  /**
   * Between two pieces of what nobody waits for. Throws MakesWay when somebody's access on this server is to end,
   * and this run knows nothing of it: its server's reconciles run one after another, and closing never waits for cleaning.
   */
  makeWay(): Promise<void>;
  /** Work inside a database of the run's server. */
  inside<T>(dbname: string, work: (inside: AdminConnection) => Promise<T>): ReturnType<typeof inDatabase<T>>;
  apply(admin: AdminConnection, step: Step): Promise<Applied>;
  /** Before the pieces of work that are no step of SQL; tests end the run here, as a crash would. */
  before(kind: StepKind): Promise<void> | void;
  /** A test has taken this piece of work out. */
  skips(kind: StepKind): boolean;
  /** A test has it look for roles in another way. */
  readonly findRole: Faults["findRole"];
}

/** The rest of this run is asked for again: an access is to be closed first. */
export class MakesWay extends LeftOff {
  override readonly name = "MakesWay";
}

/** A run that only looks has come to where something would have to be done. */
export class FoundWork extends LeftOff {
  override readonly name = "FoundWork";
}

/** Of tests, and of a run that only looks: crashes, and defenses taken out, to see the attack that they are against succeed. */
export interface Faults {
  /** Throws where a crash is to be. */
  readonly before?: (kind: StepKind) => Promise<void> | void;
  /** A step as it would be without its defense. */
  readonly patch?: (step: Step) => Step;
  /** Work that is left out. */
  readonly skips?: readonly StepKind[];
  /** How the role of a login would be found, were it not by its comment. */
  readonly findRole?: (admin: AdminConnection, login: LoginRow) => Promise<FoundRole | string | null>;
}

export function newRun(platform: Platform, loaded: Loaded, faults: Faults = {}): Run {
  const before = (kind: StepKind) => faults.before?.(kind);
  return {
    platform,
    loaded,
    loadedAt: performance.now(),
    before,
    async makeWay() {
      if (await hasUnknownEnding(platform.db, loaded.server.id, loaded.endings)) throw new MakesWay();
    },
    inside: (dbname, work) => inDatabase({ server: loaded.server, secrets: platform.secrets, dbname }, work),
    findRole: faults.findRole,
    skips: (kind) => faults.skips?.includes(kind) ?? false,
    async apply(admin, step) {
      await before(step.kind);
      return applyStep(admin, faults.patch?.(step) ?? step);
    },
  };
}

/**
 * A run that changes nothing: at the first thing to do it throws FoundWork. Nor does it look for ended logins that are
 * back, which is a look at the whole server: that is one run's for all of its databases.
 */
export const newLook = (platform: Platform, loaded: Loaded): Run => ({
  ...newRun(platform, loaded, {
    before: () => {
      throw new FoundWork();
    },
    skips: ["close-returned"],
  }),
  async makeWay() {
    // It does nothing that anybody would wait for.
  },
});
