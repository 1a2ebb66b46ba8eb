import type { Collaborator } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { accessInOneLine, accessNow } from "../access-line/access-line.ts";
import { AccessLine } from "../access-line/access-line.tsx";
import { levelWords } from "../access-levels.ts";
import { AddressBreaks, Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import { MenuItem, MoreMenu } from "../ui/menu.tsx";
import { Moment } from "../ui/moment.tsx";
import { useNow } from "../ui/now.ts";
import { clockTime, dayAndMonth, isSameDay, timeOrDay } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { grouped, isInView, overviewAnswer, type Group, type OverviewRow, type OverviewView } from "./overview.ts";
import { allCollaboratorsQuery } from "./queries.ts";

/** Every collaborator of every database that the reader owns or manages. */
export function AllCollaboratorsPage() {
  const { data: rows } = useSuspenseQuery(allCollaboratorsQuery);
  const now = useNow();
  useTitle("Collaborators");
  const answer = overviewAnswer(rows, now);
  return (
    <>
      <div className="subject mb-6">
        <h1>Collaborators</h1>
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
      {rows.length === 0 ? <NoDatabases /> : <List rows={rows} now={now} />}
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
  const [by, setBy] = useState<"person" | "database">("person");
  const [view, setView] = useState<OverviewView>("all");
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
          onChange={setBy}
          choices={[
            { value: "person", name: "By person" },
            { value: "database", name: "By database" },
          ]}
        />
        <Pick
          label="Show"
          className="at-end"
          value={view}
          onChange={setView}
          choices={[
            { value: "all", name: "All", count: count("all") },
            { value: "unused", name: "Not used for 90 days", count: count("unused") },
            { value: "ending", name: "Ending soon", count: count("ending") },
            { value: "pending", name: "Pending", count: count("pending") },
          ]}
        />
      </div>
      <Groups groups={grouped(shown, by)} by={by} now={now} />
      {shown.length === 0 && (
        <Empty className="under" drawing={<AccessLine state="expired" />} title="Nobody matches">
          <div className="acts mt-2">
            <Button
              onClick={() => {
                setFilter("");
                setView("all");
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

interface GroupsProps {
  groups: readonly Group[];
  by: "person" | "database";
  now: Date;
}

function Groups({ groups, by, now }: GroupsProps) {
  const [first, second] = by === "person" ? ["Collaborator", "Database"] : ["Database", "Collaborator"];
  return (
    <table className="list over">
      <caption className="vh">Collaborators of all databases, by {by}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col" className={by === "person" ? "w-[216px]" : "w-[300px]"}>
            {second}
          </th>
          <th scope="col" className="w-[116px]">
            Access level
          </th>
          <th scope="col" className="w-[268px]">
            Access now
          </th>
          <th scope="col" className="w-[136px]">
            Last login
          </th>
          <th scope="col" className="w-[44px]">
            <span className="vh">Actions</span>
          </th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.key}>
          {group.rows.map((row, index) => (
            <Row key={row.collaborator.id + row.database.id} row={row} by={by} now={now}>
              {index === 0 && (
                <th scope="rowgroup" rowSpan={group.rows.length}>
                  {by === "person" ? <Person of={row.collaborator} /> : <DatabaseLink name={row.database.name} />}
                </th>
              )}
            </Row>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Person({ of }: { of: Collaborator }) {
  return (
    <>
      <div className="who-line">
        <span className="mail">
          <AddressBreaks of={of.email} />
        </span>
        {of.is_me && <span className="you">You</span>}
      </div>
      <span className="second">{of.username ?? "no account yet"}</span>
    </>
  );
}

const DatabaseLink = ({ name }: { name: string }) => (
  <Link className="wrap" to="/databases/$database/settings/collaborators" params={{ database: name }}>
    <Name of={name} />
  </Link>
);

interface RowProps {
  row: OverviewRow;
  by: "person" | "database";
  now: Date;
  children: ReactNode;
}

function Row({ row: { database, collaborator: of }, by, now, children }: RowProps) {
  const navigate = useNavigate();
  const access = accessNow(of, database.server_state === "silent", now);
  const last = of.login?.last_login_at ?? null;
  const params = { database: database.name };
  return (
    <tr className={of.status === "pending" ? "dim" : ""}>
      {children}
      <td>{by === "person" ? <DatabaseLink name={database.name} /> : <Person of={of} />}</td>
      <td className="inline">{of.status === "owner" ? "Owner" : levelWords[of.access].name}</td>
      <td className="wide">
        <div className="access">
          <AccessLine
            size="mini"
            state={access.state}
            asLastSeen={access.asLastSeen}
            sessions={access.sessions}
            endsSoon={access.endsSoon}
          />
          <span className={`state ${access.tone === "none" ? "" : `c-${access.tone}`}`}>{accessInOneLine(access)}</span>
        </div>
      </td>
      <td className="inline">
        <span className="quiet">{last === null ? neverWords(of) : <Moment at={last} inWords={shortTime} />}</span>
      </td>
      <td className="act">
        <MoreMenu label={`Actions for ${of.email} on ${database.name}`}>
          <MenuItem onSelect={() => void navigate({ to: "/databases/$database/settings/collaborators", params })}>
            Go to the collaborators of {database.name}
          </MenuItem>
          <MenuItem
            onSelect={() =>
              void navigate({ to: "/databases/$database/activity", params, search: { person: of.email } })
            }
          >
            Show activity
          </MenuItem>
        </MoreMenu>
      </td>
    </tr>
  );
}

const neverWords = (of: Collaborator): string => (of.login?.state === "ready" ? "never" : "–");
const shortTime = (at: Date, now: Date): string => (isSameDay(at, now) ? clockTime(at) : dayAndMonth(at, now));

const NoDatabases = () => (
  <Empty drawing={<AccessLine state="pending" />} title="No database to manage yet">
    <p>Here is everybody on the lists of all databases that you own, or whose collaborators you manage.</p>
    <div className="acts">
      <Link className="btn first" to="/databases/new">
        Create a database
      </Link>
    </div>
  </Empty>
);
