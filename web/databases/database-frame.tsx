import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { isNotFound } from "../api.ts";
import { Name } from "../ui/address.tsx";
import { Note } from "../ui/note.tsx";
import { useNow } from "../ui/now.ts";
import { RingSign } from "../ui/signs.tsx";
import { GoneForReader } from "../live/gone-for-reader.tsx";
import { databaseQuery } from "./queries.ts";
import { answerOfServer, serverInWords } from "./words.ts";
import { t } from "../strings/database.ts";
import { said } from "../strings/said.ts";

/** The subject and the tabs of one database, around its pages. */
export function DatabaseFrame() {
  const { database: name } = useParams({ from: "/signed-in/databases/$database" });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const { error } = useQuery(databaseQuery(name));
  const answers = answerOfServer(database.server, useNow());
  // What stood here is not the reader's to know any more, and is not true of them.
  const gone = isNotFound(error);
  return (
    <>
      <div className="subject">
        <p className="crumb">
          <Link to="/databases" activeOptions={{ exact: true }}>
            {t("databases")}
          </Link>
        </p>
        <div className="row base">
          <h1>
            <Name of={database.name} />
          </h1>
          {!gone && (
            <p className="facts">
              <span className={answers.silent ? "dot off c-move" : "dot"}>{answers.words}</span>
              <span>{serverInWords(database.server)}</span>
              <span>{t(`standing.${database.standing}.you`)}</span>
            </p>
          )}
        </div>
        {!gone && <Sections database={name} />}
      </div>
      {gone && <GoneForReader database={database} />}
      {database.transfer?.to_me === true && !gone && (
        <Note
          kind="move"
          className="mt-6 mb-0"
          sign={<RingSign className="c-move" />}
          action={
            <Link className="btn" to="/invitations">
              {t("answerOffer")}
            </Link>
          }
        >
          {t("offered")}
        </Note>
      )}
      {(database.state !== "ready" || database.blocked !== null) && !gone && (
        <Note kind="move" className="mt-6 mb-0" sign={<RingSign className="c-move" />}>
          {t(stateInWords[database.state])}
          {database.blocked !== null && <small>{said(database.blocked)}</small>}
        </Note>
      )}
      {/* Kept while the pop-up of one's own revoke is open; it floats above, and shows the receipt. */}
      <div hidden={gone}>
        <Outlet />
      </div>
    </>
  );
}

/** Of a ready one: something that was asked for is in the way of being done. */
const stateInWords = { making: "making", ready: "waits", deleting: "deleting", deleted: "deleting" } as const;

function Sections({ database }: { database: string }) {
  const params = { database };
  return (
    <nav aria-label={database} className="tabs">
      <Link to="/databases/$database" params={params} activeOptions={{ exact: true }} activeProps={current}>
        {t("overview")}
      </Link>
      <Link to="/databases/$database/activity" params={params} activeProps={current}>
        {t("activity")}
      </Link>
      <Link to="/databases/$database/settings" params={params} activeProps={current}>
        {t("settings")}
      </Link>
    </nav>
  );
}

const current = { "aria-current": "page" } as const;
