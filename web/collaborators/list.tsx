import type { Collaborator } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import type { RowAct } from "./menu.tsx";
import { CollaboratorRow } from "./row.tsx";
import { countsOf, isShown, type View } from "./views.ts";

interface ListProps {
  rows: readonly Collaborator[];
  database: string;
  silent: boolean;
  now: Date;
  onAct: (of: Collaborator, act: RowAct) => void;
}

/** The list with its filter and views. */
export function CollaboratorsList({ rows, database, silent, now, onAct }: ListProps) {
  const [filter, setFilter] = useState("");
  const [view, setView] = useState<View>("all");
  const counts = useMemo(() => countsOf(rows), [rows]);
  const shown = rows.filter((row) => isShown(row, view, filter));
  return (
    <>
      <div className="tools">
        <Filter
          label="Filter collaborators"
          placeholder="Filter by e-mail or username"
          value={filter}
          onChange={setFilter}
        />
        <Pick
          label="Show"
          value={view}
          onChange={setView}
          choices={[
            { value: "all", name: "All", count: counts.all },
            { value: "open", name: "Can log in", count: counts.open },
            { value: "pending", name: "Pending", count: counts.pending },
            { value: "revoking", name: "Revoking", count: counts.revoking },
          ]}
        />
        <Link className="small ml-auto" to="/databases/$database/settings/collaborators/ended" params={{ database }}>
          Ended access, with receipts
        </Link>
      </div>
      <table className="list">
        <caption className="vh">Collaborators of {database}</caption>
        <thead>
          <tr>
            <th scope="col">Collaborator</th>
            <th scope="col" className="w-[124px]">
              Status
            </th>
            <th scope="col" className="w-[108px]">
              Access level
            </th>
            <th scope="col" className="w-[388px]">
              Access now
            </th>
            <th scope="col" className="w-[44px]">
              <span className="vh">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <CollaboratorRow key={row.id} of={row} silent={silent} now={now} onAct={(act) => onAct(row, act)} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <Empty className="under" level={3} drawing={<AccessLine state="expired" />} title="Nobody on the list matches">
          <p>Nobody is hidden by this: {counts.all} are on the list.</p>
          <div className="acts">
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
