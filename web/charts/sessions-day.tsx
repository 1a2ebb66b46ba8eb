import type { SessionHistory } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { wordsOf } from "../api.ts";
import { t } from "../strings/charts.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { clockTime } from "../ui/time.ts";
import { hoursOf, peakOf } from "./hours.ts";
import { PersonStrip } from "./person-strip.tsx";
import { sessionHistoryQuery } from "./queries.ts";
import { StepChart } from "./step-chart.tsx";

/** Who was connected over the last day: everybody together, then each person; or the same as a table. */
export function SessionsDay({ database }: { database: string }) {
  const { data: history, error } = useQuery(sessionHistoryQuery(database));
  const [asTable, setAsTable] = useState(false);
  if (history === undefined) return error === null ? null : <ErrorNote>{wordsOf(error)}</ErrorNote>;
  return (
    <>
      {asTable ? <HoursTable history={history} /> : <Chart history={history} />}
      <p>
        <button type="button" className="linklike small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t("asChart") : t("asTable")}
        </button>
      </p>
    </>
  );
}

function Chart({ history }: { history: SessionHistory }) {
  const from = new Date(history.from).getTime();
  const unseen = history.total.some((sessions) => sessions === null);
  return (
    <figure className="sessions-day" aria-label={summaryOf(history)}>
      <StepChart points={history.total} />
      <figcaption className="small quiet">
        <span>{t("sessions.yesterday", { time: clockTime(new Date(from)) })}</span>
        <span>{summaryOf(history)}</span>
        <span>{t("sessions.now")}</span>
      </figcaption>
      {unseen && <p className="small quiet">{t("sessions.notLooked")}</p>}
      <ol className="strips">
        {history.people.map((one) => (
          <li key={one.login_name}>
            <span className="small">
              <AddressBreaks of={one.email} />
            </span>
            <PersonStrip points={one.points} most={one.most} />
            <span className="small quiet">{t("sessions.mostOfOne", { n: one.most })}</span>
          </li>
        ))}
      </ol>
      {history.people_left_out > 0 && (
        <p className="small quiet">{t("sessions.leftOut", { n: history.people_left_out })}</p>
      )}
    </figure>
  );
}

function summaryOf(history: SessionHistory): string {
  const peak = peakOf(history);
  return peak === undefined ? t("sessions.nobody") : t("sessions.most", { n: peak.most, time: clockTime(peak.at) });
}

function HoursTable({ history }: { history: SessionHistory }) {
  return (
    <table className="list hours">
      <caption className="vh">{t("sessions.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("sessions.hour")}</th>
          <th scope="col">{t("sessions.sessions")}</th>
          <th scope="col">{t("sessions.who")}</th>
        </tr>
      </thead>
      <tbody>
        {hoursOf(history).map(({ at, most, people }) => (
          <tr key={at.getTime()}>
            <th scope="row">{clockTime(at)}</th>
            <td>{most ?? t("sessions.unseen")}</td>
            <td className="wrap small">
              {people.map((one) => (
                <span key={one.email} className="block">
                  <AddressBreaks of={one.email} /> {one.most}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
