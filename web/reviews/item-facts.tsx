import type { ReviewItem } from "@guestlist/contract";
import { AccessLine } from "../access-line/access-line.tsx";
import { levelName } from "../access-levels.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { Moment } from "../ui/moment.tsx";
import { dayAndMonth } from "../ui/time.ts";
import { sessionsCounted } from "../ui/words.ts";
import { t } from "../strings/reviews.ts";
import { bold, name } from "../ui/marks.tsx";

/** What one needs to decide about one access. */
export function ItemFacts({ item: of }: { item: ReviewItem }) {
  const isPending = of.status === "pending";
  return (
    <div className="review-item">
      <p className="review-who">
        {t.rich("facts.who", { email: of.email, database: of.database.name, b: bold, name })}
      </p>
      <div className="access mb-4">
        <AccessLine
          state={isPending ? "pending" : of.watched_since === null ? "making" : "open"}
          asLastSeen={false}
          sessions={of.sessions ?? 0}
          endsSoon={of.until !== null}
        />
        <span>
          <span className={isPending ? "state" : "state c-open"}>
            {isPending ? t("facts.notOpen") : of.watched_since === null ? t("facts.notOpenYet") : t("facts.open")}
          </span>
          <span className="small quiet"> {isPending ? t("facts.invitedOnly") : sessionsCounted(of.sessions ?? 0)}</span>
        </span>
      </div>
      <dl className="kv wide-keys narrow">
        <dt>{t("facts.level")}</dt>
        <dd>
          {levelName(of.access)}
          {of.until !== null && (
            <>
              , {t("facts.ends")} <Moment at={of.until} inWords={dayAndMonth} />
            </>
          )}
        </dd>
        <dt>{isPending ? t("facts.invited") : t("facts.since")}</dt>
        <dd>
          <Moment at={of.accepted_at ?? of.invited_at ?? ""} inWords={dayAndMonth} />
        </dd>
        <dt>{t("facts.lastLogin")}</dt>
        <dd>
          <LastLogin of={of} />
        </dd>
        <dt>{t("facts.invitedBy")}</dt>
        <dd className="wrap">{of.invited_by === null ? "–" : <AddressBreaks of={of.invited_by} />}</dd>
      </dl>
    </div>
  );
}

function LastLogin({ of }: { of: ReviewItem }) {
  if (of.last_login_at !== null) return <Moment at={of.last_login_at} />;
  if (of.watched_since === null) return t("facts.noLoginYet");
  return (
    <>
      {t("facts.notSeen")} <Moment at={of.watched_since} inWords={dayAndMonth} />
    </>
  );
}
