import type { Review, ReviewItem } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { levelName } from "../access-levels.ts";
import { AddressBreaks, Name } from "../ui/address.tsx";
import { Moment } from "../ui/moment.tsx";
import { needsDecision, outcomeOf } from "./words.ts";
import { t } from "../strings/reviews.ts";

/** Every access of the review, with what was decided; in the order in which it is gone through. */
export function Items({ review, items }: { review: Review; items: readonly ReviewItem[] }) {
  return (
    <section className="section" aria-labelledby="accesses">
      <h2 id="accesses" className="mb-4">
        {review.status === "open" ? t("items.open") : t("items.ended")}
      </h2>
      <table className="list">
        <caption className="vh">{t("items.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("items.collaborator")}</th>
            <th scope="col" className="w-[220px]">
              {t("items.database")}
            </th>
            <th scope="col" className="w-[132px]">
              {t("items.level")}
            </th>
            <th scope="col" className="w-[200px]">
              {t("items.decision")}
            </th>
            <th scope="col" className="w-[112px]">
              {t("items.receipt")}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.id} of={item} review={review} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ of, review }: { of: ReviewItem; review: Review }) {
  return (
    <tr className={needsDecision(of) && review.status === "open" ? "dim" : ""}>
      <th scope="row">
        <div className="who-line">
          <span className="mail">
            <AddressBreaks of={of.email} />
          </span>
        </div>
        <span className="second">{of.username ?? t("items.noAccount")}</span>
      </th>
      <td className="fact">
        <Name of={of.database.name} />
      </td>
      <td className="fact">{levelName(of.access)}</td>
      <td className="fact">
        <span className="name">{outcomeOf(of)}</span>
        {of.decided_at !== null && (
          <span className="second">
            <Moment at={of.decided_at} />
          </span>
        )}
      </td>
      <td className={of.closure_number === null && of.decision !== "end" ? "fact wide-only" : "fact"}>
        {of.closure_number === null ? (
          <ReceiptToCome of={of} />
        ) : (
          <Link
            to="/databases/$database/closures/$closure"
            params={{ database: of.database.name, closure: String(of.closure_number) }}
            aria-label={t("items.receiptOf", { number: receiptNumber(of.closure_number), email: of.email })}
          >
            {receiptNumber(of.closure_number)}
          </Link>
        )}
      </td>
    </tr>
  );
}

function ReceiptToCome({ of }: { of: ReviewItem }) {
  if (of.decision !== "end") return "–";
  return of.status === "pending" || of.status === "ended" ? (
    t("items.noLogin")
  ) : (
    <span className="c-move">{t("items.beingClosed")}</span>
  );
}
