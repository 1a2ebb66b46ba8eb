import type { Closure } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { AccessLine } from "../access-line/access-line.tsx";
import { AddressBreaks } from "../ui/address.tsx";
import { Empty } from "../ui/empty.tsx";
import { Moment } from "../ui/moment.tsx";
import { useTitle } from "../ui/title.ts";
import { secondsOf } from "../ui/words.ts";
import { t } from "../strings/closures.ts";
import { bold } from "../ui/marks.tsx";
import { closuresQuery } from "./queries.ts";
import { cleaningInWords } from "./receipt-words.ts";

/** Ended access, each with its receipt, newest first. */
export function EndedPage() {
  const { database } = useParams({ from: "/signed-in/databases/$database/settings/collaborators/ended" });
  const { data: closures } = useSuspenseQuery(closuresQuery(database));
  useTitle(t("ended.title", { database }));
  return (
    <section aria-labelledby="ended">
      <div className="head">
        <div>
          <p className="crumb">
            <Link
              to="/databases/$database/settings/collaborators"
              params={{ database }}
              activeOptions={{ exact: true }}
            >
              {t("ended.collaborators")}
            </Link>
          </p>
          <h2 id="ended">{t("ended.heading")}</h2>
          {closures.length > 0 && <p className="answer">{t.rich("ended.answer", { n: closures.length, b: bold })}</p>}
        </div>
      </div>
      {closures.length === 0 ? <NoneEnded /> : <List closures={closures} database={database} />}
    </section>
  );
}

function List({ closures, database }: { closures: readonly Closure[]; database: string }) {
  return (
    <table className="list">
      <caption className="vh">{t("ended.caption", { database })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("ended.collaborator")}</th>
          <th scope="col" className="w-[200px]">
            {t("ended.ended")}
          </th>
          <th scope="col" className="w-[388px]">
            {t("ended.now")}
          </th>
          <th scope="col" className="w-[112px]">
            {t("ended.receipt")}
          </th>
        </tr>
      </thead>
      <tbody>
        {closures.map((closure) => (
          <Row key={closure.id} closure={closure} database={database} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ closure, database }: { closure: Closure; database: string }) {
  const cleaning = cleaningInWords(closure);
  return (
    <tr>
      <th scope="row">
        <div className="who-line">
          <span className="mail">
            <AddressBreaks of={closure.email} />
          </span>
        </div>
        <span className="second">{closure.username ?? closure.login_name}</span>
      </th>
      <td className="fact">
        <span>{t(`ended.reason.${closure.reason}`)}</span>
        <span className="second">
          <Moment at={closure.new_logins_refused_at} />
        </span>
      </td>
      <td className="wide">
        <div className="access">
          <AccessLine state="ended" />
          <span>
            <span className="state">{t("ended.closed")}</span>
            <span className="second">
              {t("ended.sessions", {
                n: closure.sessions_ended.length,
                seconds: secondsOf(closure.gone_after_ms),
              })}
            </span>
            {cleaning !== null && <span className="second wrap-anywhere">{cleaning}</span>}
          </span>
        </div>
      </td>
      <td className="fact">
        <Link
          to="/databases/$database/closures/$closure"
          params={{ database, closure: String(closure.number) }}
          aria-label={t("ended.receiptOf", { number: receiptNumber(closure.number), email: closure.email })}
        >
          {receiptNumber(closure.number)}
        </Link>
      </td>
    </tr>
  );
}

const NoneEnded = () => (
  <Empty level={3} drawing={<AccessLine state="ended" />} title={t("ended.noneTitle")}>
    <p>{t("ended.none")}</p>
  </Empty>
);
