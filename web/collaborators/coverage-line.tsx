import type { Coverage, Database } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { exactTime } from "../ui/time.ts";
import { counted } from "../ui/words.ts";
import { coverageQuery } from "./queries.ts";

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
        {reachInWords(coverage)} <span className="c-move">{gapsInWords(coverage)}</span>
      </summary>
      <ul>
        {coverage.gaps.map(({ sentence }) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {coverage.gaps_left_out > 0 && <li>And {counted(coverage.gaps_left_out, "more", "more")}.</li>}
        <li className="quiet">Measured {exactTime(new Date(coverage.measured_at))}</li>
      </ul>
    </details>
  );
}

/** "Read-only can read 412 of 412 tables, read-write can write 409 of 412." */
export function reachInWords({ read_only: readOnly, read_write: readWrite }: Coverage): string {
  const { reached, of } = readOnly.tables;
  if (of === 0) return "There is no table yet for read-only and read-write to reach.";
  const tables = `${reached} of ${counted(of, "table", "tables")}`;
  return `Read-only can read ${tables}, read-write can write ${readWrite.tables.reached} of ${of}.`;
}

const gapsInWords = ({ gaps, gaps_left_out: more }: Coverage): string => {
  const n = gaps.length + more;
  return `With ${counted(n, "exception", "exceptions")}`;
};
