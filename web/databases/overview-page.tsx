import type { Connection, Database } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { House } from "../access-line/house.tsx";
import { accountQuery } from "../accounts/queries.ts";
import { BriefFeed } from "../events/feed.tsx";
import { recentEventsQuery } from "../events/queries.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { useNow } from "../ui/now.ts";
import { timeOrDay } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { counted } from "../ui/words.ts";
import { Connect } from "./connect.tsx";
import { connectionQuery, databaseQuery } from "./queries.ts";
import { t as charts } from "../strings/charts.ts";

/** The chart's library comes when the page stands. */
const SessionsDay = lazy(async () => ({ default: (await import("../charts/sessions-day.tsx")).SessionsDay }));

export function OverviewPage() {
  const { database: name } = useParams({ from: "/signed-in/databases/$database/" });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const { data: connection } = useSuspenseQuery(connectionQuery(name));
  const { data: events } = useSuspenseQuery(recentEventsQuery(name));
  const { data: account } = useSuspenseQuery(accountQuery);
  useTitle(name);
  return (
    <div className="cols">
      <div>
        <Connect connection={connection} database={name} />
        <section className="section" aria-labelledby="recent">
          <h2 id="recent">Recent activity</h2>
          <BriefFeed events={events} reader={account.email} />
        </section>
      </div>
      <aside aria-label="Access now">
        <ConnectedNow connection={connection} silent={database.server.state === "silent"} />
        <section className="mt-8" aria-labelledby="sessions-day">
          <h2 id="sessions-day" className="lead-head">
            {charts("sessions.title")}
          </h2>
          <div className="chart-room">
            <Suspense>
              <SessionsDay database={name} />
            </Suspense>
          </div>
        </section>
        <WhoCanLogIn database={database} />
      </aside>
    </div>
  );
}

function ConnectedNow({ connection, silent }: { connection: Connection; silent: boolean }) {
  const now = useNow();
  const { sessions, sessions_seen_at: seenAt } = connection;
  const total = sessions.reduce((sum, each) => sum + each.sessions, 0);
  const when = silent && seenAt !== null ? ` at ${timeOrDay(new Date(seenAt), now)}` : "";
  return (
    <section aria-labelledby="connected">
      <h2 id="connected" className="lead-head">
        {silent ? "Connected, as last seen" : "Connected now"}
      </h2>
      <p className="quiet">
        {total === 0
          ? `Nobody${when}`
          : `${counted(total, "session", "sessions")} of ${counted(sessions.length, "person", "people")}${when}`}
      </p>
      {total > 0 && (
        <ol className="connected">
          {sessions.map((each) => (
            <li key={each.login_name}>
              <div>
                <span className="mail">
                  <AddressBreaks of={each.email} />
                </span>
                <House sessions={each.sessions} silent={silent} waiting={false} />
              </div>
              <p className="small quiet">
                {counted(each.sessions, "session", "sessions")} as <code>{each.login_name}</code>
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function WhoCanLogIn({ database }: { database: Database }) {
  const { people } = database;
  const rest = [
    people.making > 0 ? counted(people.making, "login is being made", "logins are being made") : "",
    people.pending > 0 ? counted(people.pending, "invitation is pending", "invitations are pending") : "",
    people.revoking > 0 ? counted(people.revoking, "access is being closed", "accesses are being closed") : "",
  ].filter((part) => part !== "");
  return (
    <section className="mt-8" aria-labelledby="who">
      <h2 id="who" className="lead-head">
        Who can log in
      </h2>
      <p className="quiet">
        {counted(people.can_log_in, "person", "people")}. {rest.length > 0 && `${rest.join(", ")}.`}
      </p>
      <p className="mt-3">
        <Link className="btn" to="/databases/$database/settings/collaborators" params={{ database: database.name }}>
          {database.can["manage_collaborators"] === true ? "Manage collaborators" : "See collaborators"}
        </Link>
      </p>
    </section>
  );
}
