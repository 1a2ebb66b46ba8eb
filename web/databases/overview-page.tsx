import type { Connection, Database } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { House } from "../access-line/house.tsx";
import { accountQuery } from "../accounts/queries.ts";
import { BriefFeed } from "../events/brief-feed.tsx";
import { recentEventsQuery } from "../events/queries.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { useNow } from "../ui/now.ts";
import { code } from "../ui/marks.tsx";
import { atTime } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { Connect } from "./connect.tsx";
import { connectionQuery, databaseQuery } from "./queries.ts";
import { t as charts } from "../strings/charts.ts";
import { t } from "../strings/connecting.ts";

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
          <h2 id="recent">{t("recent")}</h2>
          <BriefFeed events={events} reader={account.email} />
        </section>
      </div>
      <aside aria-label={t("aside")}>
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
  const n = sessions.reduce((sum, each) => sum + each.sessions, 0);
  const when = silent && seenAt !== null ? atTime(new Date(seenAt), now) : null;
  return (
    <section aria-labelledby="connected">
      <h2 id="connected" className="lead-head">
        {t(silent ? "connected.lastSeen" : "connected.now")}
      </h2>
      <p className="quiet">{connectedWords(n, sessions.length, when)}</p>
      {n > 0 && (
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
                {t.rich("connected.as", { n: each.sessions, login: each.login_name, code })}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function connectedWords(n: number, people: number, when: string | null): string {
  if (n === 0) return when === null ? t("connected.nobody") : t("connected.nobodySeen", { when });
  return when === null ? t("connected.some", { n, people }) : t("connected.someSeen", { n, people, when });
}

function WhoCanLogIn({ database }: { database: Database }) {
  const { people } = database;
  const rest = [
    people.making > 0 ? t("who.making", { n: people.making }) : "",
    people.pending > 0 ? t("who.pending", { n: people.pending }) : "",
    people.revoking > 0 ? t("who.revoking", { n: people.revoking }) : "",
  ].filter((part) => part !== "");
  return (
    <section className="mt-8" aria-labelledby="who">
      <h2 id="who" className="lead-head">
        {t("who.title")}
      </h2>
      <p className="quiet">
        {t("who.people", { n: people.can_log_in })} {rest.length > 0 && t("who.besides", { clauses: rest.join(", ") })}
      </p>
      <p className="mt-3">
        <Link className="btn" to="/databases/$database/settings/collaborators" params={{ database: database.name }}>
          {t(database.can["manage_collaborators"] === true ? "who.manage" : "who.see")}
        </Link>
      </p>
    </section>
  );
}
