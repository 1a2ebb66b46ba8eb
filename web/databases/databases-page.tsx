import type { Database } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
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
import { databasesAnswer, peopleInWords } from "./list-words.ts";
import { answerOfServer, serverInWords, standingInWords } from "./words.ts";
import { t } from "../strings/databases.ts";

type View = "all" | "own" | "shared";

/** Every database one owns or may use, and who can log in to it. */
export function DatabasesPage() {
  const { data: databases } = useSuspenseQuery(databasesQuery);
  useTitle(t("title"));
  if (databases.length === 0) return <NoDatabase />;
  return (
    <>
      <div className="subject mb-6">
        <div className="row">
          <div>
            <h1>{t("title")}</h1>
            <p className="answer">{databasesAnswer(databases)}</p>
          </div>
          <Link className="btn first" to="/databases/new">
            {t("new")}
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
        <Filter label={t("filter")} placeholder={t("filterBy")} value={filter} onChange={setFilter} />
        <Pick
          label={t("show")}
          value={view}
          onChange={setView}
          choices={[
            { value: "all", name: t("all"), count: databases.length },
            { value: "own", name: t("yours"), count: own.length },
            { value: "shared", name: t("shared"), count: databases.length - own.length },
          ]}
        />
      </div>
      <table className="list dbs">
        <caption className="vh">{t("caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("head.database")}</th>
            <th scope="col" className="w-[152px]">
              {t("head.you")}
            </th>
            <th scope="col" className="w-[360px]">
              {t("head.who")}
            </th>
            <th scope="col" className="w-[196px]">
              {t("head.server")}
            </th>
            <th scope="col" className="w-[112px]">
              {t("head.activity")}
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
        <Empty className="under" drawing={<AccessLine state="expired" />} title={t("noMatch")}>
          <div className="acts mt-2">
            <Button
              onClick={() => {
                setFilter("");
                setView("all");
              }}
            >
              {t("showAll", { n: databases.length })}
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
        <span>{standingInWords(database.standing)}</span>
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
  return <span className="dot off c-move">{t(database.state === "making" ? "isMaking" : "isDeleting")}</span>;
}

const toInvitations = (words: ReactNode) => <Link to="/invitations">{words}</Link>;

function NoDatabase() {
  return (
    <>
      <div className="subject mb-6">
        <h1>{t("title")}</h1>
      </div>
      <InvitationNotes />
      <Empty drawing={<AccessLine state="pending" />} title={t("none.title")}>
        <p>{t("none.about")}</p>
        <div className="acts">
          <Link className="btn first" to="/databases/new">
            {t("none.create")}
          </Link>
          <Link className="btn" to="/databases/attach">
            {t("none.attach")}
          </Link>
        </div>
        <p className="small after">{t.rich("none.invited", { invitations: toInvitations })}</p>
      </Empty>
    </>
  );
}
