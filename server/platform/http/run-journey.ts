import type { Reader, Tx } from "../control-database.ts";
import type { Platform } from "../platform.ts";
import type { Gate } from "./gate.ts";
import { AfterCommit, type Answer, type Asked, type Journey } from "./journey.ts";

/** A request that was validated, and who sent it. */
export type AskedBy<Actor> = Asked<never> & { readonly actor: Actor | null };

/** Permission and journey in the journey's own mode, then what is left to do once its transaction has committed. */
export async function runJourney<Actor, Grant>(
  platform: Platform,
  gate: Gate<Actor, Grant>,
  served: Journey,
  asked: AskedBy<Actor>,
): Promise<Answer> {
  const within = async (tx: Reader | undefined): Promise<Answer | AfterCommit> => {
    const grant = await permit(tx ?? platform.db, gate, served, asked);
    return served.run({ ...asked, grant, ...(tx && { tx }) } as never);
  };
  const outcome =
    served.mode === "transaction"
      ? await unlessDeadlocked(() => platform.db.transaction().execute((tx: Tx) => within(tx)))
      : await within(served.mode === "read" ? platform.db : undefined);
  return outcome instanceof AfterCommit ? outcome.finish() : outcome;
}

/**
 * Two that wait for each other, as when two people revoke each other's access at once: PostgreSQL undoes one of them, and that
 * one then meets what the other has left. A journey in a transaction touches nothing else, so it may begin anew.
 */
async function unlessDeadlocked<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== "40P01" || attempt === 3) throw error;
    }
}

async function permit<Actor, Grant>(
  db: Reader,
  gate: Gate<Actor, Grant>,
  served: Journey,
  asked: AskedBy<Actor>,
): Promise<Grant | undefined> {
  const { permission } = served.endpoint;
  if (permission === "anyone" || permission === "account") return undefined;
  return gate.permit(db, asked.actor as Actor, permission, (asked.params as { database: string }).database);
}
