import type { Database } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { House } from "../access-line/house.tsx";
import { InvitationNotes } from "../invitations/invitation-notes.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import { Moment } from "../ui/moment.tsx";
import { useNow } from "../ui/now.ts";
import { useTitle } from "../ui/title.ts";
import { databasesQuery } from "./queries.ts";
import { answerOfServer, databasesAnswer, peopleInWords, serverInWords, standingWords } from "./words.ts";

type View = "all" | "own" | "shared";

/** Every database one owns or may use, and who can log in to it. */
export function DatabasesPage() {
  const { data: databases } = useSuspenseQuery(databasesQuery);
  useTitle("Databases");
  if (databases.length === 0) return <NoDatabase />;
  const answer = databasesAnswer(databases);
  return (
    <>
      <div className="subject mb-6">
        <div className="row">
          <div>
            <h1>Databases</h1>
            <p className="answer">
              <b>{answer.strong}</b>
              {answer.rest}
            </p>
          </div>
          <Link className="btn first" to="/databases/new">
            New database
          </Link>
        </div>
      </div>
      <InvitationNotes />
      <List databases={databases} />
    </>
  );
}

function List({ databases }: { databases: readonly Database[] }) {
  const [filter, setFilter] = useState("");
  const [view, setView] = useState<View>("all");
  const own = databases.filter(({ standing }) => standing === "owner");
  const words = filter.trim().toLowerCase();
  const shown = databases.filter(
    (database) =>
      (view === "all" || (database.standing === "owner") === (view === "own")) &&
      `${database.name} ${database.server.name}`.toLowerCase().includes(words),
  );
  return (
    <>
      <div className="tools">
        <Filter label="Filter databases" placeholder="Filter by name or server" value={filter} onChange={setFilter} />
        <Pick
          label="Show"
          value={view}
          onChange={setView}
          choices={[
            { value: "all", name: "All", count: databases.length },
            { value: "own", name: "Yours", count: own.length },
            { value: "shared", name: "Shared with you", count: databases.length - own.length },
          ]}
        />
      </div>
      <table className="list dbs">
        <caption className="vh">Databases you own or may use</caption>
        <thead>
          <tr>
            <th scope="col">Database</th>
            <th scope="col" className="w-[152px]">
              You are
            </th>
            <th scope="col" className="w-[360px]">
              Who can log in
            </th>
            <th scope="col" className="w-[196px]">
              Server
            </th>
            <th scope="col" className="w-[112px]">
              Last activity
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((database) => (
            <Row key={database.id} database={database} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <Empty className="under" drawing={<AccessLine state="expired" />} title="No database matches">
          <div className="acts mt-2">
            <Button
              onClick={() => {
                setFilter("");
                setView("all");
              }}
            >
              Show all {databases.length}
            </Button>
          </div>
        </Empty>
      )}
    </>
  );
}

function Row({ database }: { database: Database }) {
  const now = useNow();
  const people = peopleInWords(database, now);
  const server = answerOfServer(database.server, now);
  return (
    <tr>
      <th scope="row">
        <div className="who-line">
          <Link className="name wrap no-underline" to="/databases/$database" params={{ database: database.name }}>
            {database.name}
          </Link>
        </div>
        <span className="second">{serverInWords(database.server)}</span>
      </th>
      <td className="fact">
        <span>{standingWords[database.standing].they}</span>
      </td>
      <td className="wide">
        <div className="access">
          <House
            sessions={database.people.sessions ?? 0}
            silent={server.silent}
            waiting={database.people.revoking > 0}
          />
          <span>
            <span>{people.first}</span>
            <span className="second">
              {people.rest}
              {people.rest !== "" && people.waiting !== "" && ", "}
              {people.waiting !== "" && <span className="c-move">{people.waiting}</span>}
            </span>
          </span>
        </div>
      </td>
      <td className="fact">
        <State database={database} words={server.short} silent={server.silent} />
      </td>
      <td className="fact">
        <span className="quiet">
          <Moment at={database.last_activity_at} />
        </span>
      </td>
    </tr>
  );
}

function State({ database, words, silent }: { database: Database; words: string; silent: boolean }) {
  if (database.state === "ready") {
    return <span className={silent ? "dot off c-move" : "dot quiet"}>{words}</span>;
  }
  return <span className="dot off c-move">{database.state === "making" ? "Is being made" : "Is being deleted"}</span>;
}

function NoDatabase() {
  return (
    <>
      <div className="subject mb-6">
        <h1>Databases</h1>
      </div>
      <InvitationNotes />
      <Empty drawing={<AccessLine state="pending" />} title="No database yet">
        <p>
          Create one on this server, or attach one you already have. Before anything is saved, we show what we can and
          cannot do with it.
        </p>
        <div className="acts">
          <Link className="btn first" to="/databases/new">
            Create a database
          </Link>
          <Link className="btn" to="/databases/attach">
            Attach an existing one
          </Link>
        </div>
        <p className="small after">
          Were you invited to a database? Open the link in the e-mail, or look in{" "}
          <Link to="/invitations">Invitations</Link>.
        </p>
      </Empty>
    </>
  );
}
