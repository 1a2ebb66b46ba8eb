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
      ? await platform.db.transaction().execute((tx: Tx) => within(tx))
      : await within(served.mode === "read" ? platform.db : undefined);
  return outcome instanceof AfterCommit ? outcome.finish() : outcome;
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
