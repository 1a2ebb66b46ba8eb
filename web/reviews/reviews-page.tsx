import type { Review } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { AddressBreaks } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { later } from "../ui/later.tsx";
import { Moment } from "../ui/moment.tsx";
import { useTitle } from "../ui/title.ts";
import { reviewsQuery } from "./queries.ts";
import { progressOf, resultOf, reviewNumber, scopeOf, statusInWords, titleOf } from "./words.ts";
import { t } from "../strings/reviews.ts";
import { bold } from "../ui/marks.tsx";

const StartDialog = later(async () => (await import("./start-dialog.tsx")).StartDialog);

const openerId = "start-review";

/** Access reviews: those to go on with, and the documents of those that are finished. */
export function ReviewsPage() {
  const { data: reviews } = useSuspenseQuery(reviewsQuery);
  const { of } = useSearch({ from: "/signed-in/reviews" });
  const navigate = useNavigate({ from: "/reviews" });
  const [starting, setStarting] = useState(of !== undefined);
  const close = () => {
    setStarting(false);
    if (of !== undefined) void navigate({ search: {}, replace: true });
  };
  useTitle(t("reviews"));
  const open = reviews.filter(({ status }) => status === "open").length;
  return (
    <>
      <div className="subject mb-6">
        <p className="crumb">
          <Link to="/collaborators">{t("items.collaborators")}</Link>
        </p>
        <div className="row">
          <h1 tabIndex={-1}>{t("reviews")}</h1>
          <Button kind="first" id={openerId} onClick={() => setStarting(true)}>
            {t("list.start")}
          </Button>
        </div>
        {reviews.length > 0 && (
          <p className="answer">{t.rich("list.answer", { open, finished: reviews.length - open, b: bold })}</p>
        )}
      </div>
      {reviews.length === 0 ? <NoneYet /> : <List reviews={reviews} />}
      {starting && <StartDialog of={of} openerId={openerId} onClose={close} />}
    </>
  );
}

function List({ reviews }: { reviews: readonly Review[] }) {
  return (
    <table className="list">
      <caption className="vh">{t("list.caption")}</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[140px]">
            {t("list.review")}
          </th>
          <th scope="col">{t("list.reviewed")}</th>
          <th scope="col" className="w-[340px]">
            {t("list.result")}
          </th>
          <th scope="col" className="w-[280px]">
            {t("list.by")}
          </th>
        </tr>
      </thead>
      <tbody>
        {reviews.map((review) => (
          <Row key={review.id} of={review} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ of }: { of: Review }) {
  return (
    <tr>
      <th scope="row">
        <div className="who-line">
          <Link className="name" to="/reviews/$review" params={{ review: String(of.number) }} aria-label={titleOf(of)}>
            {reviewNumber(of.number)}
          </Link>
        </div>
        <span className="second">{statusInWords(of)}</span>
      </th>
      <td className="fact">
        <span>{scopeOf(of)}</span>
        <span className="second">
          <Moment at={of.ended_at ?? of.started_at} />
        </span>
      </td>
      <td className="fact line">
        {of.status === "open" ? progressOf(of) : resultOf(of)}
        {of.status === "open" && (
          <span className="second">{of.can["decide"] === true ? t("list.goOn") : t("status.open")}</span>
        )}
      </td>
      <td className="fact">
        <span className="wrap">
          <AddressBreaks of={of.reviewer} />
        </span>
      </td>
    </tr>
  );
}

const NoneYet = () => (
  <Empty drawing={<AccessLine state="open" />} title={t("list.noneTitle")}>
    <p>{t("list.none")}</p>
  </Empty>
);
