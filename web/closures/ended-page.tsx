import type { Closure } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { AccessLine } from "../access-line/access-line.tsx";
import { AddressBreaks } from "../ui/address.tsx";
import { Empty } from "../ui/empty.tsx";
import { Moment } from "../ui/moment.tsx";
import { useTitle } from "../ui/title.ts";
import { counted } from "../ui/words.ts";
import { closuresQuery } from "./queries.ts";

/** Ended access, each with its receipt, newest first. */
export function EndedPage() {
  const { database } = useParams({ from: "/signed-in/databases/$database/settings/collaborators/ended" });
  const { data: closures } = useSuspenseQuery(closuresQuery(database));
  useTitle(`Ended access of ${database}`);
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
              Collaborators
            </Link>
          </p>
          <h2 id="ended">Ended access, with receipts</h2>
          {closures.length > 0 && (
            <p className="answer">
              <b>{closures.length === 1 ? "1 access has ended" : `${closures.length} accesses have ended`}</b>, and
              PostgreSQL has refused each login since.
            </p>
          )}
        </div>
      </div>
      {closures.length === 0 ? <NoneEnded /> : <List closures={closures} database={database} />}
    </section>
  );
}

function List({ closures, database }: { closures: readonly Closure[]; database: string }) {
  return (
    <table className="list">
      <caption className="vh">Ended access to {database}</caption>
      <thead>
        <tr>
          <th scope="col">Collaborator</th>
          <th scope="col" className="w-[200px]">
            Ended
          </th>
          <th scope="col" className="w-[388px]">
            Access now
          </th>
          <th scope="col" className="w-[112px]">
            Receipt
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

const reasons: Record<Closure["reason"], string> = {
  revoked: "revoked",
  left: "left",
  expired: "end date reached",
  database_deleted: "database deleted",
};

function Row({ closure, database }: { closure: Closure; database: string }) {
  const ended = closure.sessions_ended.length;
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
        <span>{reasons[closure.reason]}</span>
        <span className="second">
          <Moment at={closure.new_logins_refused_at} />
        </span>
      </td>
      <td className="wide">
        <div className="access">
          <AccessLine state="ended" />
          <span>
            <span className="state">Closed</span>
            <span className="second">
              {ended === 0 ? "no session was open" : `${counted(ended, "session", "sessions")} ended`} in{" "}
              {(closure.gone_after_ms / 1000).toFixed(3)} s
            </span>
          </span>
        </div>
      </td>
      <td className="fact">
        <Link
          to="/databases/$database/closures/$closure"
          params={{ database, closure: String(closure.number) }}
          aria-label={`Receipt ${receiptNumber(closure.number)} of ${closure.email}`}
        >
          {receiptNumber(closure.number)}
        </Link>
      </td>
    </tr>
  );
}

const NoneEnded = () => (
  <Empty level={3} drawing={<AccessLine state="ended" />} title="No access has ended yet">
    <p>When one does, its receipt is kept here: what PostgreSQL itself said, and when.</p>
  </Empty>
);
