import type { Coverage, Database } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { exactTime } from "../ui/time.ts";
import { t } from "../strings/collaborators.ts";
import { coverageQuery } from "./queries.ts";
import { said } from "../strings/said.ts";

/** What the access levels reach, for those who give them; what they do not reach is one click away. */
export function CoverageLine({ database }: { database: Database }) {
  const { data: coverage } = useQuery({
    ...coverageQuery(database.name),
    enabled: database.can["manage_collaborators"] === true,
  });
  if (coverage == null) return null;
  if (coverage.gaps.length === 0) return <p className="coverage">{reachInWords(coverage)}</p>;
  return (
    <details className="coverage">
      <summary>
        {reachInWords(coverage)}{" "}
        <span className="c-move">{t("coverage.exceptions", { n: coverage.gaps.length + coverage.gaps_left_out })}</span>
      </summary>
      <ul>
        {coverage.gaps.map(({ sentence }) => (
          <li key={sentence}>{said(sentence)}</li>
        ))}
        {coverage.gaps_left_out > 0 && <li>{t("coverage.more", { n: coverage.gaps_left_out })}</li>}
        <li className="quiet">{t("coverage.measured", { time: exactTime(new Date(coverage.measured_at)) })}</li>
      </ul>
    </details>
  );
}

/** "Read-only can read 412 of 412 tables, read-write can write 409 of 412." */
export function reachInWords({ read_only: readOnly, read_write: readWrite }: Coverage): string {
  const { reached: read, of } = readOnly.tables;
  if (of === 0) return t("coverage.none");
  return t("coverage.reach", { read, of, written: readWrite.tables.reached });
}
