import { endpoints, type Review, type ReviewItem } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { announce } from "../ui/live-region.tsx";
import { later } from "../ui/later.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { ItemFacts } from "./item-facts.tsx";
import { reviewQuery, reviewsQuery } from "./queries.ts";
import { needsDecision, nextToDecide, reviewNumber } from "./words.ts";
import { t } from "../strings/reviews.ts";
import { said } from "../strings/said.ts";

const EndInReview = later(async () => (await import("./end-in-review.tsx")).EndInReview);
const DiscardDialog = later(async () => (await import("./discard-dialog.tsx")).DiscardDialog);

const endId = "end-in-review";
const discardId = "discard-review";

/** One access after the other: what one needs to decide, keep or end, and the finish. */
export function Walk({ review, items }: { review: Review; items: readonly ReviewItem[] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [last, setLast] = useState<string | undefined>();
  // Of whom it is stays fixed while it is open: the list behind it goes on to the next.
  const [ending, setEnding] = useState<ReviewItem | null>(null);
  const [discarding, setDiscarding] = useState(false);
  const renew = useRenewed(review);
  const current = nextToDecide(items, last);
  const goOn = (from: string) => {
    setLast(from);
    heading.current?.focus();
  };
  const keep = useAct(
    (item: ReviewItem) =>
      send(endpoints.decideReview, { params: { review: review.id }, body: { item: item.id, decision: "keep" } }),
    {
      onDone: async (_, item) => {
        announce(t("walk.kept", { email: item.email, database: item.database.name }));
        await renew();
        goOn(item.id);
      },
      onFailed: () => void renew(),
    },
  );
  const whyNot = saidOf(review.why_not["decide"]);
  const toDecide = items.filter(needsDecision);
  return (
    <section className="review-step" aria-labelledby="step">
      <h2 id="step" ref={heading} tabIndex={-1}>
        {current === undefined ? t("walk.allDecided") : t("walk.question")}
      </h2>
      {keep.isError && <ErrorNote>{wordsOf(keep.error)}</ErrorNote>}
      {current === undefined ? (
        <Finish review={review} />
      ) : (
        <>
          <p className="quiet">{t("walk.left", { n: toDecide.length })}</p>
          <ItemFacts item={current} />
          <div className="acts-row mt-4">
            <Button kind="first" whyNot={whyNot} busy={keep.isPending} onClick={() => keep.start(current)}>
              {t("walk.keep")}
            </Button>
            <Button id={endId} whyNot={whyNot} onClick={() => setEnding(current)}>
              {t("walk.end")}
            </Button>
            {toDecide.length > 1 && (
              <Button kind="plain" onClick={() => goOn(current.id)}>
                {t("walk.later")}
              </Button>
            )}
          </div>
        </>
      )}
      <p className="mt-4 -ml-4">
        <Button
          kind="plain"
          id={discardId}
          whyNot={saidOf(review.why_not["discard"])}
          onClick={() => setDiscarding(true)}
        >
          {t("walk.discard")}
        </Button>
      </p>
      {ending !== null && (
        <EndInReview
          review={review}
          item={ending}
          openerId={endId}
          onClose={async () => {
            setEnding(null);
            setLast(ending.id);
            await renew();
          }}
        />
      )}
      {discarding && <DiscardDialog review={review} openerId={discardId} onClose={() => setDiscarding(false)} />}
    </section>
  );
}

function useRenewed(review: Review): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    void queryClient.invalidateQueries({ queryKey: reviewsQuery.queryKey, exact: true });
    await queryClient.invalidateQueries({ queryKey: reviewQuery(String(review.number)).queryKey });
  };
}

function Finish({ review }: { review: Review }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const finish = useAct(
    async (_: undefined) => (await send(endpoints.finishReview, { params: { review: review.id } })).body,
    {
      onDone: async (body) => {
        const number = String(body.review.number);
        queryClient.setQueryData(reviewQuery(number).queryKey, body);
        void queryClient.invalidateQueries({ queryKey: reviewsQuery.queryKey, exact: true });
        announce(t("walk.finished", { number: reviewNumber(body.review.number) }));
        await navigate({ to: "/reviews/$review", params: { review: number } });
        document.querySelector<HTMLElement>("h1[tabindex]")?.focus();
      },
    },
  );
  return (
    <>
      <p className="quiet">{t("walk.finishHint")}</p>
      {finish.isError && <ErrorNote>{wordsOf(finish.error)}</ErrorNote>}
      <p className="mt-4">
        <Button
          kind="first"
          whyNot={saidOf(review.why_not["finish"])}
          busy={finish.isPending}
          onClick={() => finish.start(undefined)}
        >
          {t("walk.finish")}
        </Button>
      </p>
    </>
  );
}

const saidOf = (reason: string | undefined): string | undefined => (reason === undefined ? undefined : said(reason));
