import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useMemo, useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import { t } from "../strings/overview.ts";
import { bold, name } from "../ui/marks.tsx";
import { useNow } from "../ui/now.ts";
import { atTime } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { grouped, isShown, overviewCounts, viewCounts, type OverviewRow } from "./overview.ts";
import { OverviewTable } from "./overview-table.tsx";
import { overviewSearch, type OverviewSearch } from "./overview-search.ts";
import { Exports } from "./exports.tsx";
import { allCollaboratorsQuery } from "./queries.ts";

const from = "/signed-in/collaborators";

/** Every collaborator of every database that the reader owns or manages. */
export function AllCollaboratorsPage() {
  const { data: rows } = useSuspenseQuery(allCollaboratorsQuery);
  const now = useNow();
  useTitle(t("title"));
  const { unused, ...counts } = useMemo(() => overviewCounts(rows, now), [rows, now]);
  return (
    <>
      <div className="subject mb-6">
        <div className="row">
          <div className="flex-[1_1_420px]">
            <h1>{t("title")}</h1>
            {rows.length > 0 && (
              <p className="answer">
                {t.rich("answer", { ...counts, b: bold })}
                {unused > 0 && <> {t.rich("unused", { n: unused, b: bold })}</>}
              </p>
            )}
            <Hatched rows={rows} now={now} />
          </div>
          {rows.length > 0 && <Exports />}
        </div>
      </div>
      {rows.length === 0 ? <NobodyYet /> : <List rows={rows} now={now} />}
    </>
  );
}

/** Which rows are as last seen, because a server cannot be looked at. */
function Hatched({ rows, now }: { rows: readonly OverviewRow[]; now: Date }) {
  const silent = new Map(
    rows.filter(({ database }) => database.server_state === "silent").map(({ database }) => [database.name, database]),
  );
  return [...silent.values()].map(({ name: database, seen_at: seenAt }) => (
    <p className="small quiet mt-1" key={database}>
      {seenAt === null
        ? t.rich("hatched", { database, name })
        : t.rich("hatchedSince", { database, when: atTime(new Date(seenAt), now), name })}
    </p>
  ));
}

function List({ rows, now }: { rows: readonly OverviewRow[]; now: Date }) {
  const [filter, setFilter] = useState("");
  const { by = "person", view = "all" } = useSearch({ from });
  const navigate = useNavigate();
  const change = (search: OverviewSearch) =>
    void navigate({ to: "/collaborators", search: overviewSearch({ by, view, ...search }), replace: true });
  const counts = useMemo(() => viewCounts(rows, now), [rows, now]);
  // The key that was typed is shown before what it finds.
  const asked = useDeferredValue(filter);
  const groups = useMemo(
    () =>
      grouped(
        rows.filter((row) => isShown(row, view, asked, now)),
        by,
      ),
    [rows, view, asked, now, by],
  );
  return (
    <>
      <div className="tools">
        <Filter label={t("filter")} placeholder={t("filterBy")} value={filter} onChange={setFilter} />
        <Pick
          label={t("groupBy")}
          value={by}
          onChange={(next) => change({ by: next })}
          choices={[
            { value: "person", name: t("byPerson") },
            { value: "database", name: t("byDatabase") },
          ]}
        />
        <Pick
          label={t("show")}
          className="at-end"
          value={view}
          onChange={(next) => change({ view: next })}
          choices={[
            { value: "all", name: t("all"), count: counts.all },
            { value: "unused", name: t("unusedView"), count: counts.unused },
            { value: "ending", name: t("ending"), count: counts.ending },
            { value: "pending", name: t("pending"), count: counts.pending },
          ]}
        />
      </div>
      <OverviewTable groups={groups} by={by} now={now} />
      {groups.length === 0 && (
        <Empty className="under" drawing={<AccessLine state="expired" />} title={t("noMatch")}>
          <div className="acts mt-2">
            <Button
              onClick={() => {
                setFilter("");
                change({ view: "all" });
              }}
            >
              {t("everybody")}
            </Button>
          </div>
        </Empty>
      )}
    </>
  );
}

const NobodyYet = () => (
  <Empty drawing={<AccessLine state="pending" />} title={t("noneTitle")}>
    <p>{t("none")}</p>
    <div className="acts">
      <Link className="btn first" to="/databases">
        {t("toDatabases")}
      </Link>
    </div>
  </Empty>
);
