import { endpoints, type Change } from "@guestlist/contract";
import { forAccount, type Actor } from "../accounts/actor.ts";
import { signsIn } from "../accounts/actor-queries.ts";
import { EventStream } from "../platform/http/event-stream.ts";
import { answer } from "../platform/http/journey.ts";
import { inTurn } from "../platform/in-turn.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { listDeletedOwn, listOwnDatabases, type OwnState } from "./own-databases.ts";

/** Of one account and one process: a page has one, and only while somebody looks at it. */
const most = 20;
const streams = new Map<string, number>();

/**
 * Tells one client that something changed, by id and kind alone: whoever may still see it asks for it again. It listens to
 * the account and to each of its databases, over the one connection that the process listens with.
 */
export const streamChanges = forAccount(endpoints.streamChanges, async ({ platform, actor }) => {
  countStream(actor.accountId);
  const watch = new Watch(platform, actor);
  await watch.start();
  return answer(200, watch.stream);
});

function countStream(accountId: string): void {
  const open = streams.get(accountId) ?? 0;
  if (open >= most)
    throw new Refusal(
      "too_many_requests",
      `${most} of your pages are being kept up to date already. Close some of them.`,
    );
  streams.set(accountId, open + 1);
}

function uncountStream(accountId: string): void {
  const open = streams.get(accountId) ?? 0;
  if (open > 1) streams.set(accountId, open - 1);
  else streams.delete(accountId);
}

interface Own {
  state: OwnState;
  /** Stops listening to the database. */
  off: () => void;
}

/** What one stream listens to, and what it has told. */
class Watch {
  readonly stream: EventStream;
  readonly #platform: Platform;
  readonly #actor: Actor;
  readonly #own = new Map<string, Own>();
  readonly #look: () => void;
  #listsChanged = false;

  constructor(platform: Platform, actor: Actor) {
    this.#platform = platform;
    this.#actor = actor;
    this.#look = inTurn(() => this.#lookAgain());
    this.stream = new EventStream(this.#look);
  }

  /** Listens before it looks, so that a change between the two is not missed. */
  async start(): Promise<void> {
    const { accountId } = this.#actor;
    const off = this.#platform.listen.on(accountId, () => {
      this.#listsChanged = true;
      this.#look();
    });
    this.stream.once("close", () => {
      off();
      for (const each of this.#own.values()) each.off();
      this.#own.clear();
      uncountStream(accountId);
    });
    try {
      const own = await listOwnDatabases(this.#platform.db, accountId);
      for (const [id, state] of own) this.#take(id, state);
    } catch (error) {
      this.stream.destroy();
      throw error;
    }
  }

  /** After each change of the account, and with each beat: a sign-in that has expired tells nobody. */
  async #lookAgain(): Promise<void> {
    const { db, log } = this.#platform;
    const { accountId } = this.#actor;
    const listsChanged = this.#listsChanged;
    this.#listsChanged = false;
    try {
      if (!(await signsIn(db, this.#actor))) return this.#endSession();
      const own = await listOwnDatabases(db, accountId);
      const lost = [...this.#own.keys()].filter((id) => !own.has(id));
      const deleted = await listDeletedOwn(db, accountId, lost);
      if (this.stream.destroyed) return;
      for (const [id, state] of own) this.#take(id, state);
      for (const id of lost) this.#drop(id, deleted.has(id) ? "database.deleted" : "access.ended");
      if (listsChanged) this.#tell("account.changed", accountId);
    } catch (error) {
      // The next beat looks again; until then nothing is told of what may be no longer theirs.
      this.#listsChanged ||= listsChanged;
      log.warn({ error: (error as Error).message }, "a stream of changes could not look");
    }
  }

  #take(id: string, state: OwnState): void {
    const before = this.#own.get(id);
    if (before?.state === state) return;
    before?.off();
    const off =
      state === "open" ? this.#platform.listen.on(id, () => this.#tell("database.changed", id)) : () => undefined;
    this.#own.set(id, { state, off });
    if (state === "ending") this.#tell("access.ending", id);
  }

  #drop(id: string, kind: Change["kind"]): void {
    this.#own.get(id)?.off();
    this.#own.delete(id);
    this.#tell(kind, id);
  }

  #endSession(): void {
    this.#tell("session.ended", this.#actor.accountId);
    this.stream.finish();
  }

  #tell(kind: Change["kind"], id: string): void {
    const change: Change = { kind, id };
    this.stream.tell(`${kind}:${id}`, change);
  }
}
