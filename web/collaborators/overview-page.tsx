import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import { useNow } from "../ui/now.ts";
import { timeOrDay } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { grouped, isInView, overviewAnswer, type OverviewRow, type OverviewView } from "./overview.ts";
import { OverviewTable } from "./overview-table.tsx";
import { overviewSearch, type OverviewSearch } from "./overview-search.ts";
import { Exports } from "./exports.tsx";
import { allCollaboratorsQuery } from "./queries.ts";

const from = "/signed-in/collaborators";

/** Every collaborator of every database that the reader owns or manages. */
export function AllCollaboratorsPage() {
  const { data: rows } = useSuspenseQuery(allCollaboratorsQuery);
  const now = useNow();
  useTitle("Collaborators");
  const answer = overviewAnswer(rows, now);
  return (
    <>
      <div className="subject mb-6">
        <div className="row">
          <h1>Collaborators</h1>
          {rows.length > 0 && <Exports />}
        </div>
        {rows.length > 0 && (
          <p className="answer">
            <b>{answer.people}</b>
            {answer.rest}
            {answer.unused > 0 && (
              <>
                {" "}
                <b>{answer.unused}</b> {answer.unused === 1 ? "has" : "have"} not logged in for 90 days.
              </>
            )}
          </p>
        )}
        <Hatched rows={rows} now={now} />
      </div>
      {rows.length === 0 ? <NobodyYet /> : <List rows={rows} now={now} />}
    </>
  );
}

/** Which rows are as last seen, because a server does not answer. */
function Hatched({ rows, now }: { rows: readonly OverviewRow[]; now: Date }) {
  const silent = new Map(
    rows.filter(({ database }) => database.server_state === "silent").map(({ database }) => [database.name, database]),
  );
  return [...silent.values()].map(({ name, seen_at: seenAt }) => (
    <p className="small quiet mt-1" key={name}>
      Hatched: as last seen{seenAt !== null && ` at ${timeOrDay(new Date(seenAt), now)}`}. <Name of={name} /> does not
      answer.
    </p>
  ));
}

function List({ rows, now }: { rows: readonly OverviewRow[]; now: Date }) {
  const [filter, setFilter] = useState("");
  const { by = "person", view = "all" } = useSearch({ from });
  const navigate = useNavigate();
  const change = (search: OverviewSearch) =>
    void navigate({ to: "/collaborators", search: overviewSearch({ by, view, ...search }), replace: true });
  const count = (each: OverviewView) => rows.filter((row) => isInView(row, each, now)).length;
  const words = filter.trim().toLowerCase();
  const shown = rows.filter(
    (row) =>
      isInView(row, view, now) &&
      `${row.collaborator.email} ${row.collaborator.username ?? ""} ${row.database.name}`.toLowerCase().includes(words),
  );
  return (
    <>
      <div className="tools">
        <Filter
          label="Filter collaborators"
          placeholder="Filter by person or database"
          value={filter}
          onChange={setFilter}
        />
        <Pick
          label="Group by"
          value={by}
          onChange={(next) => change({ by: next })}
          choices={[
            { value: "person", name: "By person" },
            { value: "database", name: "By database" },
          ]}
        />
        <Pick
          label="Show"
          className="at-end"
          value={view}
          onChange={(next) => change({ view: next })}
          choices={[
            { value: "all", name: "All", count: count("all") },
            { value: "unused", name: "Not used for 90 days", count: count("unused") },
            { value: "ending", name: "Ending soon", count: count("ending") },
            { value: "pending", name: "Pending", count: count("pending") },
          ]}
        />
      </div>
      <OverviewTable groups={grouped(shown, by)} by={by} now={now} />
      {shown.length === 0 && (
        <Empty className="under" drawing={<AccessLine state="expired" />} title="Nobody matches">
          <div className="acts mt-2">
            <Button
              onClick={() => {
                setFilter("");
                change({ view: "all" });
              }}
            >
              Show everybody
            </Button>
          </div>
        </Empty>
      )}
    </>
  );
}

const NobodyYet = () => (
  <Empty drawing={<AccessLine state="pending" />} title="Nobody to show yet">
    <p>Here is everybody on the lists of all databases that you own, or whose collaborators you manage.</p>
    <div className="acts">
      <Link className="btn first" to="/databases">
        Go to your databases
      </Link>
    </div>
  </Empty>
);
