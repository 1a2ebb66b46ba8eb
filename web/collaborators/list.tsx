import type { Collaborator } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Silence } from "../access-line/access-line.ts";
import { AccessLine } from "../access-line/access-line.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import type { RowPlace } from "../ui/bodies.tsx";
import { rowCount, Rows } from "../ui/rows.tsx";
import type { RowAct } from "./menu.tsx";
import { CollaboratorRow } from "./row.tsx";
import { countsOf, isShown, type View } from "./views.ts";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";

interface ListProps {
  /** Whom it was opened for: filtered for them at first. */
  person: string | undefined;
  rows: readonly Collaborator[];
  database: string;
  /** Whether the reader may ask of each of them whether the access is still needed. */
  reviewable: boolean;
  silent: Silence;
  now: Date;
  onAct: (of: Collaborator, act: RowAct) => void;
}

/** The list with its filter and views. */
export function CollaboratorsList({ person, rows, database, reviewable, silent, now, onAct }: ListProps) {
  const [filter, setFilter] = useState(person ?? "");
  const [view, setView] = useState<View>("all");
  const counts = useMemo(() => countsOf(rows), [rows]);
  // The key that was typed is shown before what it finds.
  const asked = useDeferredValue(filter);
  const shown = useMemo(() => rows.filter((row) => isShown(row, view, asked)), [rows, view, asked]);
  const act = useRef(onAct);
  useLayoutEffect(() => {
    act.current = onAct;
  });
  const renderRow = useCallback(
    (row: Collaborator, { attributes }: RowPlace) => (
      <CollaboratorRow
        of={row}
        attributes={attributes}
        silent={silent}
        now={now}
        onAct={(what) => act.current(row, what)}
      />
    ),
    [silent, now],
  );
  return (
    <>
      <div className="tools">
        {rows.length > 1 && (
          <>
            <Filter label={t("filter")} placeholder={t("filterBy")} value={filter} onChange={setFilter} />
            <Pick
              label={t("show")}
              value={view}
              onChange={setView}
              choices={[
                { value: "all", name: t("all"), count: counts.all },
                { value: "open", name: t("open"), count: counts.open },
                { value: "pending", name: t("pending"), count: counts.pending },
                { value: "revoking", name: t("revoking"), count: counts.revoking },
              ]}
            />
          </>
        )}
        <div className="end small">
          {reviewable && rows.length > 1 && (
            <Link to="/reviews" search={{ of: database }}>
              {t("review")}
            </Link>
          )}
          <Link to="/databases/$database/settings/collaborators/ended" params={{ database }}>
            {t("ended")}
          </Link>
        </div>
      </div>
      <table className="list" aria-rowcount={rowCount(shown)}>
        <caption className="vh">{t("of", { database })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("head.who")}</th>
            <th scope="col" className="w-[124px]">
              {t("head.status")}
            </th>
            <th scope="col" className="w-[108px]">
              {t("head.level")}
            </th>
            <th scope="col" className="w-[388px]">
              {t("head.now")}
            </th>
            <th scope="col" className="w-[44px]">
              <span className="vh">{ui("actions")}</span>
            </th>
          </tr>
        </thead>
        <Rows rows={shown} keyOf={keyOf} usual={usual} columns={5} renderRow={renderRow} />
      </table>
      {shown.length === 0 && (
        <Empty className="under" level={3} drawing={<AccessLine state="expired" />} title={t("noMatchTitle")}>
          <p>{t("noMatch", { n: counts.all })}</p>
          <div className="acts">
            <Button
              onClick={() => {
                setFilter("");
                setView("all");
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

const keyOf = ({ id }: Collaborator): string => id;
const usual = { wide: 60, narrow: 117 };
