import type { AccessPeriod } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { receiptNumber } from "../access-line/access-line.ts";
import { levelName } from "../access-levels.ts";
import { wordsOf } from "../api.ts";
import { t } from "../strings/charts.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { dayAndMonth, exactTime, timeOrDay } from "../ui/time.ts";
import { accessTimelineQuery } from "./queries.ts";

interface Span {
  from: Date;
  to: Date;
}

/** Who had access when: a bar for each access, from its acceptance to its closure; or the same as a table. */
export function AccessTimeline({ database }: { database: string }) {
  const { data, error } = useQuery(accessTimelineQuery(database));
  const [asTable, setAsTable] = useState(false);
  if (data === undefined) return error === null ? null : <ErrorNote>{wordsOf(error)}</ErrorNote>;
  const span = { from: new Date(data.from), to: new Date(data.to) };
  return (
    <section aria-labelledby="access-timeline">
      <div className="head wraps">
        <h2 id="access-timeline">{t("timeline.title")}</h2>
        <button type="button" className="linklike small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t("asChart") : t("asTable")}
        </button>
      </div>
      {asTable ? (
        <PeriodsTable periods={data.periods} database={database} />
      ) : (
        <Bars periods={data.periods} span={span} />
      )}
      {data.truncated && <p className="small quiet mt-3">{t("timeline.truncated")}</p>}
    </section>
  );
}

function Bars({ periods, span }: { periods: readonly AccessPeriod[]; span: Span }) {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => new Date(at(span, share)));
  return (
    <div className="bars">
      <ol>
        {periods.map((period) => (
          <li key={`${period.email} ${period.from}`}>
            <span className="mail">
              <AddressBreaks of={period.email} />
            </span>
            <Bar period={period} span={span} />
            <span className="small quiet">{periodInWords(period, span.to)}</span>
          </li>
        ))}
      </ol>
      <div className="bars-axis small quiet" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick.getTime()}>{tickInWords(tick, span)}</span>
        ))}
      </div>
    </div>
  );
}

const at = ({ from, to }: Span, share: number): number => from.getTime() + (to.getTime() - from.getTime()) * share;

function percent({ from, to }: Span, time: Date): number {
  const length = Math.max(to.getTime() - from.getTime(), 1);
  return Math.min(Math.max(((time.getTime() - from.getTime()) / length) * 100, 0), 100);
}

/** Filled while PostgreSQL lets them in; a door at its end where it was shut and proved. */
function Bar({ period, span }: { period: AccessPeriod; span: Span }) {
  const start = percent(span, new Date(period.from));
  const end = period.to === null ? 100 : percent(span, new Date(period.to));
  const width = Math.max(end - start, 0.5);
  const isOpen = period.to === null;
  const tone = period.status === "revoking" ? "move" : isOpen ? "open" : "shut";
  return (
    <svg className={`bar ${tone}`} width="100%" height="20" aria-hidden="true" focusable="false">
      <line x1="0" x2="100%" y1="10" y2="10" className="ground" />
      <rect x={`${start}%`} y="4" width={`${width}%`} height="12" rx="2" />
      {!isOpen && <line x1={`${start + width}%`} x2={`${start + width}%`} y1="1" y2="19" className="door" />}
    </svg>
  );
}

/** The hour counts while the whole is short. */
function tickInWords(tick: Date, { from, to }: Span): string {
  const isShort = to.getTime() - from.getTime() < 3 * 24 * 3_600_000;
  return isShort ? timeOrDay(tick, to) : dayAndMonth(tick, to);
}

function periodInWords(of: AccessPeriod, now: Date): string {
  const { status, from, to } = of;
  const level = levelOf(of);
  const began = timeOrDay(new Date(from), now);
  if (to !== null) return t("timeline.period", { level, from: began, to: timeOrDay(new Date(to), now) });
  return status === "revoking"
    ? t("timeline.closing", { level, from: began })
    : t("timeline.since", { level, from: began });
}

function PeriodsTable({ periods, database }: { periods: readonly AccessPeriod[]; database: string }) {
  return (
    <table className="list">
      <caption className="vh">{t("timeline.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("timeline.person")}</th>
          <th scope="col">{t("timeline.from")}</th>
          <th scope="col">{t("timeline.to")}</th>
          <th scope="col">{t("timeline.receipt")}</th>
        </tr>
      </thead>
      <tbody>
        {periods.map((period) => (
          <tr key={`${period.email} ${period.from}`}>
            <Person of={period} />
            <td className="fact">{exactTime(new Date(period.from))}</td>
            <td className="fact">{period.to === null ? t("timeline.still") : exactTime(new Date(period.to))}</td>
            <td className="fact">
              <Receipt number={period.closure_number} database={database} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const levelOf = ({ status, access }: AccessPeriod): string =>
  status === "owner" ? t("timeline.owner") : levelName(access);

const Person = ({ of }: { of: AccessPeriod }) => (
  <th scope="row">
    <div className="who-line">
      <span className="mail">
        <AddressBreaks of={of.email} />
      </span>
    </div>
    <span className="second">{levelOf(of)}</span>
  </th>
);

function Receipt({ number, database }: { number: number | null; database: string }) {
  if (number === null) return "–";
  return (
    <Link to="/databases/$database/closures/$closure" params={{ database, closure: String(number) }}>
      {receiptNumber(number)}
    </Link>
  );
}
