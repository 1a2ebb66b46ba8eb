import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { exactTime } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { DecidedNotice } from "./decided-notice.tsx";
import { Items } from "./items.tsx";
import { Walk } from "./walk.tsx";
import { reviewQuery } from "./queries.ts";
import { progressOf, resultOf, scopeOf, titleOf } from "./words.ts";
import { t } from "../strings/reviews.ts";
import { breaks } from "../ui/marks.tsx";

/** One access review: to go through while it is open, to read once it is finished. */
export function ReviewPage() {
  const { review: reference } = useParams({ from: "/signed-in/reviews/$review" });
  const { data } = useSuspenseQuery(reviewQuery(reference));
  const { review, items, hidden } = data;
  useTitle(titleOf(review));
  const isOpen = review.status === "open";
  return (
    <>
      <div className="subject mb-6">
        <p className="crumb">
          <Link to="/reviews" activeOptions={{ exact: true }}>
            {t("reviews")}
          </Link>
        </p>
        <div className="row base">
          <h1 tabIndex={-1}>{titleOf(review)}</h1>
          <p className="facts">
            <span>{scopeOf(review)}</span>
            <span>{t.rich("page.by", { email: review.reviewer, breaks })}</span>
            <span>{t("page.started", { time: exactTime(new Date(review.started_at)) })}</span>
          </p>
        </div>
        <p className="answer">
          <b>{isOpen ? progressOf(review) : resultOf(review)}</b>
          {isOpen && `. ${resultOf(review)}`}
          {review.status === "discarded" && `. ${t("page.discarded")}`}
        </p>
        {hidden > 0 && <p className="small quiet mt-1">{t("page.hidden", { n: hidden })}</p>}
      </div>
      {isOpen ? <Walk review={review} items={items} /> : <DecidedNotice review={review} />}
      <Items review={review} items={items} />
    </>
  );
}
