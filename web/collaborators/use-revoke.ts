import { endpoints, type AnswerOf, type Closure, type Collaborator, type SignedReceipt } from "@guestlist/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useAct } from "../act.ts";
import { isNotFound, send } from "../api.ts";
import { closureQuery } from "../closures/queries.ts";
import { announce } from "../ui/live-region.tsx";
import { t } from "../strings/revoking.ts";
import { collaboratorQuery, collaboratorsQuery } from "./queries.ts";
import { said } from "../strings/said.ts";

/** Where a revoke is. */
export type RevokePhase =
  /** Nothing was sent yet, or it was refused. */
  | { at: "asking"; error: Error | null }
  | { at: "closing" }
  | { at: "waiting"; sentence: string }
  | { at: "ended"; closure: Closure | null; receipt: SignedReceipt | null }
  /** The reader's own access: it is being closed, and the reader sees no more of it. */
  | { at: "unseen" };

export interface Revoke {
  readonly phase: RevokePhase;
  readonly of: Collaborator;
  /** `performance.now()` of the click; of the request, where somebody else clicked. */
  readonly startedAt: number;
  readonly start: () => void;
  /** Asks for the list again: what it showed before the click is no longer so. */
  readonly renewList: () => void;
}

type RevokeAnswer = AnswerOf<typeof endpoints.revokeCollaborator>;
/** What begins the end: the revoke itself, or something that revokes as part of more. */
export type SendRevoke = () => Promise<RevokeAnswer>;

const lookAgainWhileClosing = 150;
const lookAgainWhileWaiting = 1_000;

/**
 * Sends the DELETE once, and looks at the collaborator meanwhile, so that clocks and line follow what the server sees.
 * Leaving the pop-up stops neither: the request goes on, and so does the server.
 */
export function useRevoke(database: string, listed: Collaborator, sendRevoke?: SendRevoke): Revoke {
  const queryClient = useQueryClient();
  const renewList = useCallback(
    () => void queryClient.invalidateQueries({ queryKey: ["databases", database] }),
    [queryClient, database],
  );
  const [startedAt, setStartedAt] = useState<number | null>(() => startOf(listed));
  const revoke = useAct<undefined, RevokeAnswer>(
    sendRevoke ?? (() => send(endpoints.revokeCollaborator, { params: { database, id: listed.id } })),
    { onDone: renewList },
  );
  const answer = revoke.data?.status === 200 ? revoke.data.body : undefined;
  const asked = startedAt !== null && (revoke.error === null || isAsked(listed));
  const look = useQuery({
    ...collaboratorQuery(database, listed.id),
    enabled: asked && answer === undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => {
      if (state.data?.status === "ended") return false;
      return revoke.isPending ? lookAgainWhileClosing : lookAgainWhileWaiting;
    },
  });
  const of = answer?.collaborator ?? (asked ? look.data : undefined) ?? listed;
  const isLate = of.status === "ended" && answer === undefined && !revoke.isPending;
  const late = useQuery({
    ...closureQuery(database, String(of.closure_number)),
    enabled: isLate && of.closure_number !== null,
  });

  const phase = asked
    ? phaseOf({ answer: revoke.data, of, lateClosure: late.data, unseen: !revoke.isPending && isNotFound(look.error) })
    : ({ at: "asking", error: revoke.error } as const);
  useSpokenPhase(phase, database, of);
  useRenewedList(database, asked && of.status !== listed.status ? of : null, renewList);
  const start = () => {
    setStartedAt(performance.now());
    revoke.start(undefined);
  };
  return { phase, of, startedAt: startedAt ?? 0, start, renewList };
}

const isAsked = ({ status }: Collaborator): boolean => status === "revoking" || status === "ended";

/** A revoke that was asked for before: its clocks run from then. */
function startOf({ status, closing }: Collaborator): number | null {
  if (status !== "revoking" || closing === null) return null;
  return performance.now() - Math.max(0, Date.now() - new Date(closing.requested_at).getTime());
}

interface Known {
  answer: RevokeAnswer | undefined;
  of: Collaborator;
  lateClosure: Closure | undefined;
  unseen: boolean;
}

function phaseOf({ answer, of, lateClosure, unseen }: Known): RevokePhase {
  if (answer?.status === 200) return { at: "ended", closure: answer.body.closure, receipt: answer.body.receipt };
  if (lateClosure !== undefined) return { at: "ended", closure: lateClosure, receipt: null };
  if (unseen) return { at: "unseen" };
  if (of.closing?.new_logins_refused_at != null) return { at: "closing" };
  if (of.closing?.waiting != null) return { at: "waiting", sentence: said(of.closing.waiting) };
  return answer?.status === 202 ? { at: "waiting", sentence: said(answer.body.waiting) } : { at: "closing" };
}

/** The row behind the pop-up follows what the pop-up has seen at once: the list itself is asked for, and may come late. */
function useRenewedList(database: string, seen: Collaborator | null, renewList: () => void): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (seen === null) return;
    queryClient.setQueryData(collaboratorsQuery(database).queryKey, (rows) =>
      rows?.map((row) => (row.id === seen.id ? seen : row)),
    );
    renewList();
  }, [queryClient, database, seen, renewList]);
}

/** Clocks are silent; what the phase means is said once. */
function useSpokenPhase(phase: RevokePhase, database: string, of: Collaborator): void {
  const sentence = sentenceOf(phase, database, of);
  useEffect(() => {
    if (sentence !== null) announce(sentence);
  }, [sentence]);
}

function sentenceOf(phase: RevokePhase, database: string, of: Collaborator): string | null {
  if (phase.at === "waiting") return phase.sentence;
  if (phase.at === "closing") return t("announced.closing");
  return phase.at === "ended" && of.is_me ? t("announced.own", { database }) : null;
}
