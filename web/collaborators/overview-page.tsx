import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import { t } from "../strings/overview.ts";
import { bold, name } from "../ui/marks.tsx";
import { useNow } from "../ui/now.ts";
import { atTime } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { grouped, isInView, overviewCounts, type OverviewRow, type OverviewView } from "./overview.ts";
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
  const { unused, ...counts } = overviewCounts(rows, now);
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

/** Which rows are as last seen, because a server does not answer. */
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
            { value: "all", name: t("all"), count: count("all") },
            { value: "unused", name: t("unusedView"), count: count("unused") },
            { value: "ending", name: t("ending"), count: count("ending") },
            { value: "pending", name: t("pending"), count: count("pending") },
          ]}
        />
      </div>
      <OverviewTable groups={grouped(shown, by)} by={by} now={now} />
      {shown.length === 0 && (
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
