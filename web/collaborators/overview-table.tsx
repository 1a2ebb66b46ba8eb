import type { Collaborator } from "@guestlist/contract";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, type ReactNode } from "react";
import { accessInOneLine, accessNow, silenceOf } from "../access-line/access-line.ts";
import { AccessLine } from "../access-line/access-line.tsx";
import { levelName } from "../access-levels.ts";
import { AddressBreaks, Name } from "../ui/address.tsx";
import { MenuItem, MoreMenu } from "../ui/menu.tsx";
import { Moment } from "../ui/moment.tsx";
import { clockTime, dayAndMonth, isSameDay } from "../ui/time.ts";
import { t } from "../strings/overview.ts";
import { t as ui } from "../strings/ui.ts";
import type { RowPlace } from "../ui/bodies.tsx";
import { rowCount, Rows } from "../ui/rows.tsx";
import { groupOf, type Group, type OverviewRow } from "./overview.ts";

interface GroupsProps {
  groups: readonly Group[];
  by: "person" | "database";
  now: Date;
}

/** The rows, grouped: each group is a body of the table. */
export function OverviewTable({ groups, by, now }: GroupsProps) {
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const renderRow = useCallback(
    (row: OverviewRow, { attributes, span }: RowPlace) => (
      <Row row={row} attributes={attributes} by={by} now={now}>
        {span > 0 && (
          <th scope="rowgroup" rowSpan={span}>
            {by === "person" ? <Person of={row.collaborator} /> : <DatabaseLink name={row.database.name} />}
          </th>
        )}
      </Row>
    ),
    [by, now],
  );
  const [first, second] = by === "person" ? [t("collaborator"), t("database")] : [t("database"), t("collaborator")];
  return (
    <table className="list over" aria-rowcount={rowCount(rows)}>
      <caption className="vh">{t(`caption.${by}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col" className={by === "person" ? "w-[216px]" : "w-[300px]"}>
            {second}
          </th>
          <th scope="col" className="w-[116px]">
            {t("level")}
          </th>
          <th scope="col" className="w-[268px]">
            {t("now")}
          </th>
          <th scope="col" className="w-[136px]">
            {t("lastLogin")}
          </th>
          <th scope="col" className="w-[44px]">
            <span className="vh">{ui("actions")}</span>
          </th>
        </tr>
      </thead>
      <Rows
        rows={rows}
        keyOf={keyOf}
        groupOf={(row) => groupOf(row, by)}
        usual={usual}
        columns={6}
        renderRow={renderRow}
      />
    </table>
  );
}

function Person({ of }: { of: Collaborator }) {
  return (
    <>
      <div className="who-line">
        <span className="mail">
          <AddressBreaks of={of.email} />
        </span>
        {of.is_me && <span className="you">{t("you")}</span>}
      </div>
      <span className="second">{of.username ?? t("noAccount")}</span>
    </>
  );
}

const DatabaseLink = ({ name }: { name: string }) => (
  <Link className="wrap" to="/databases/$database/settings/collaborators" params={{ database: name }}>
    <Name of={name} />
  </Link>
);

const usual = { wide: 65, narrow: 72 };
const keyOf = ({ collaborator, database }: OverviewRow): string => collaborator.id + database.id;

interface RowProps {
  row: OverviewRow;
  attributes: RowPlace["attributes"];
  by: "person" | "database";
  now: Date;
  children: ReactNode;
}

function Row({ row: { database, collaborator: of }, attributes, by, now, children }: RowProps) {
  const access = accessNow(of, silenceOf({ state: database.server_state, to_mend: database.server_to_mend }), now);
  const last = of.login?.last_login_at ?? null;
  return (
    <tr {...attributes} className={of.status === "pending" ? "dim" : ""}>
      {children}
      {by === "person" ? (
        <td>
          <DatabaseLink name={database.name} />
        </td>
      ) : (
        <td className="person">
          <Person of={of} />
        </td>
      )}
      <td className="fact">{of.status === "owner" ? ui("owner") : levelName(of.access)}</td>
      <td className="wide">
        <div className="access">
          <AccessLine
            size="mini"
            state={access.state}
            asLastSeen={access.asLastSeen}
            sessions={access.sessions}
            endsSoon={access.endsSoon}
          />
          <span className={`state ${access.tone === "none" ? "" : `c-${access.tone}`}`}>{accessInOneLine(access)}</span>
        </div>
      </td>
      <td className={last === null && of.login?.watched_since != null ? "fact line" : "fact"}>
        <span className="quiet">
          <span className="narrow-only">{t("login")}</span>
          {last === null ? <NeverSeen of={of} /> : <Moment at={last} inWords={shortTime} />}
        </span>
      </td>
      <td className="act">
        <RowMenu of={of} database={database.name} />
      </td>
    </tr>
  );
}

/** We look who is connected since the login was made: nothing is known of before. */
function NeverSeen({ of }: { of: Collaborator }) {
  const since = of.login?.watched_since ?? null;
  if (of.login?.state !== "ready" || since === null) return "–";
  return (
    <Moment at={since} inWords={(at, now) => t("notSeen", { day: dayAndMonth(at, now).replaceAll(" ", "\u00a0") })} />
  );
}
const shortTime = (at: Date, now: Date): string => (isSameDay(at, now) ? clockTime(at) : dayAndMonth(at, now));

function RowMenu({ of, database }: { of: Collaborator; database: string }) {
  const navigate = useNavigate();
  const params = { database };
  return (
    <MoreMenu label={t("actionsFor", { email: of.email, database })}>
      <MenuItem onSelect={() => void navigate({ to: "/databases/$database/settings/collaborators", params })}>
        {t("toCollaborators", { database })}
      </MenuItem>
      <MenuItem
        onSelect={() => void navigate({ to: "/databases/$database/activity", params, search: { person: of.email } })}
      >
        {t("activity")}
      </MenuItem>
    </MoreMenu>
  );
}
