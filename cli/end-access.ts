import { endpoints, type AnswerOf, type Closing } from "@guestlist/contract";
import type { Context } from "./context.ts";
import { showProgress } from "./progress.ts";
import { seconds } from "./instants.ts";

export type Ended = AnswerOf<typeof endpoints.revokeCollaborator>;

/** Ends the access of `id` (`me` is oneself); where somebody watches, shows how far it is while the server waits. */
export async function endAccess(context: Context, id: string): Promise<Ended> {
  const params = { database: context.database, id };
  const ending = context.call(endpoints.revokeCollaborator, { params });
  if (!process.stderr.isTTY || context.json) return await ending;
  const progress = showProgress(process.stderr);
  const watching = new AbortController();
  const watched = watch(context, params, watching.signal, (closing) => progress.say(closingInWords(closing)));
  try {
    return await ending;
  } finally {
    watching.abort();
    await watched;
    progress.done();
  }
}

/** Prints what came of it. Exit code 1 while PostgreSQL may still let the person in. */
export function tellEnded(context: Context, answer: Ended, done: string): number {
  if (context.json) context.out.json(answer.body);
  else if (answer.status === 200) context.out.line(done);
  else context.out.refuse(answer.body.waiting);
  return answer.status === 200 ? 0 : 1;
}

export function closingInWords(closing: Closing | null): string {
  if (closing === null) return "Ending access…";
  if (closing.waiting !== null) return closing.waiting;
  if (closing.new_logins_refused_at === null) return "Ending access: refusing new logins…";
  const refused = Date.parse(closing.new_logins_refused_at) - Date.parse(closing.requested_at);
  const sessions = closing.sessions_left;
  const left = sessions === null ? "" : `, ${sessions} ${sessions === 1 ? "session" : "sessions"} left`;
  return `Ending access: new logins refused after ${seconds(Math.max(refused, 0))}${left}…`;
}

const lookEveryMs = 400;

async function watch(
  context: Context,
  params: { database: string; id: string },
  signal: AbortSignal,
  show: (closing: Closing | null) => void,
): Promise<void> {
  show(null);
  while (await pause(lookEveryMs, signal)) {
    try {
      const { body } = await context.call(endpoints.showCollaborator, { params });
      if (!signal.aborted) show(body.collaborator.closing);
    } catch {
      // Looking on is a courtesy; the answer to the revoke itself is what counts.
    }
  }
}

/** False where the wait was cut short. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return await new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const timer = setTimeout(() => resolve(true), ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
