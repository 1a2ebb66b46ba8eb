import type { Collaborator } from "@guestlist/contract";
import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { accountQuery } from "../accounts/queries.ts";
import { collaboratorsQuery } from "../collaborators/queries.ts";
import { databaseQuery } from "../databases/queries.ts";
import { t as charts } from "../strings/charts.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pick } from "../ui/filter.tsx";
import { address } from "../ui/marks.tsx";
import { useNow } from "../ui/now.ts";
import { dayAndMonth, dayHeading } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { byDay } from "./by-day.ts";
import { ExportActivity } from "./export-activity.tsx";
import { Feed } from "./feed.tsx";
import { eventsQuery } from "./queries.ts";
import { isOfKind, kinds, type ActivitySearch, type Kind } from "./search.ts";
import { t } from "../strings/activity.ts";

const from = "/signed-in/databases/$database/activity";

const AccessTimeline = lazy(async () => ({ default: (await import("../charts/access-timeline.tsx")).AccessTimeline }));

/** What happened to one database, newest first. */
export function ActivityPage() {
  const { database } = useParams({ from });
  const search = useSearch({ from });
  const pages = useSuspenseInfiniteQuery(eventsQuery(database, search));
  const { data: account } = useSuspenseQuery(accountQuery);
  const { data: collaborators } = useSuspenseQuery(collaboratorsQuery(database));
  const now = useNow(60_000);
  useTitle(t("of", { database }));
  const events = pages.data.pages.flatMap((page) => page.events).filter(({ type }) => isOfKind(type, search.kind));
  const timeline = useSeesTimeline(database);
  if (timeline && search.view === "access")
    return (
      <div className="pt-6">
        <ViewChoice view="access" />
        <Suspense>
          <AccessTimeline database={database} />
        </Suspense>
      </div>
    );
  return (
    <div className="pt-6">
      {timeline && <ViewChoice view="events" />}
      <Filters database={database} collaborators={collaborators} search={search} />
      {events.length === 0 ? (
        <NothingFound search={search} of={collaborators.find(({ email }) => email === search.person)} />
      ) : (
        byDay(events).map((day) => (
          <section key={day.at.toDateString()}>
            <h2 className="day">{dayHeading(day.at, now)}</h2>
            <Feed events={day.events} reader={account.email} database={database} rows={collaborators} />
          </section>
        ))
      )}
      {pages.hasNextPage && (
        <p className="mt-6">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("earlier")}
          </Button>
        </p>
      )}
    </div>
  );
}

/** Whoever manages the collaborators sees who had access when; others see the events. */
function useSeesTimeline(name: string): boolean {
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  return database.standing === "owner" || database.can["manage_collaborators"] === true;
}

function ViewChoice({ view }: { view: "events" | "access" }) {
  const show = useFilters();
  return (
    <div className="tools">
      <Pick
        label={charts("timeline.show")}
        value={view}
        onChange={(next) => show(next === "access" ? { view: next } : {})}
        choices={[
          { value: "events", name: charts("timeline.feed") },
          { value: "access", name: charts("timeline.bars") },
        ]}
      />
    </div>
  );
}

function useFilters() {
  const navigate = useNavigate({ from: "/databases/$database/activity" });
  return (search: ActivitySearch) => void navigate({ search, replace: true });
}

interface FiltersProps {
  database: string;
  collaborators: readonly Collaborator[];
  search: ActivitySearch;
}

function Filters({ database, collaborators, search }: FiltersProps) {
  const filterBy = useFilters();
  const people = new Set(collaborators.map(({ email }) => email));
  if (search.person !== undefined) people.add(search.person);
  return (
    <div className="tools">
      <select
        className="in w-[300px]"
        aria-label={t("person")}
        value={search.person ?? ""}
        onChange={({ target }) => filterBy({ ...withoutEmpty({ person: target.value }), ...pick(search, "kind") })}
      >
        <option value="">{t("everybody")}</option>
        {[...people].map((email) => (
          <option key={email} value={email}>
            {email}
          </option>
        ))}
      </select>
      <select
        className="in w-[200px]"
        aria-label={t("kind")}
        value={search.kind ?? ""}
        onChange={({ target }) =>
          filterBy({ ...pick(search, "person"), ...(target.value === "" ? {} : { kind: target.value as Kind }) })
        }
      >
        <option value="">{t("everything")}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
      </select>
      <ExportActivity database={database} search={search} />
    </div>
  );
}

const withoutEmpty = ({ person }: { person: string }): ActivitySearch => (person === "" ? {} : { person });
const pick = (search: ActivitySearch, name: keyof ActivitySearch): ActivitySearch =>
  search[name] === undefined ? {} : { [name]: search[name] };

function NothingFound({ search: { person, kind }, of }: { search: ActivitySearch; of: Collaborator | undefined }) {
  const filterBy = useFilters();
  return (
    <Empty drawing={<AccessLine state="expired" />} title={nothingWords(person, kind)}>
      <p>{whyNothing(kind, of)}</p>
      <div className="acts">
        {person !== undefined && kind !== undefined && (
          <Button onClick={() => filterBy({ person })}>{t("ofPerson")}</Button>
        )}
        {(person !== undefined || kind !== undefined) && (
          <Button kind="plain" onClick={() => filterBy({})}>
            {t("clear")}
          </Button>
        )}
      </div>
    </Empty>
  );
}

/** Who has not accepted has no login that something could be told of. */
function whyNothing(kind: Kind | undefined, of: Collaborator | undefined): string {
  if (kind === "drift") return t("noDriftAbout");
  if (of?.status !== "pending" || of.invitation_expires_at === null) return t("noneAbout");
  const day = dayAndMonth(new Date(of.invitation_expires_at), new Date());
  return of.expired ? t("expiredUnused", { day }) : t("notAnswered", { day });
}

function nothingWords(person: string | undefined, kind: Kind | undefined): ReactNode {
  if (person !== undefined) return t.rich(`noneOf.${kind ?? "every"}`, { person, address });
  return kind === undefined ? t("nothingYet") : t(`none.${kind}`);
}
