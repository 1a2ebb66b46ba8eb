import type { Collaborator } from "@guestlist/contract";
import { accessNow, invitedWords, type Silence } from "../access-line/access-line.ts";
import { AccessCell } from "../access-line/access-words.tsx";
import { AddressBreaks } from "../ui/address.tsx";
import { Moment } from "../ui/moment.tsx";
import type { RowPlace } from "../ui/bodies.tsx";
import { dayAndMonth, relativeTime } from "../ui/time.ts";
import { levelName } from "../access-levels.ts";
import { CollaboratorMenu, type RowAct } from "./menu.tsx";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";

interface RowProps {
  of: Collaborator;
  attributes: RowPlace["attributes"];
  silent: Silence;
  now: Date;
  onAct: (act: RowAct) => void;
}

export function CollaboratorRow({ of, attributes, silent, now, onAct }: RowProps) {
  return (
    <tr {...attributes} className={of.status === "pending" ? "dim" : ""}>
      <th scope="row">
        <div className="who-line">
          <span className="mail">
            <AddressBreaks of={of.email} />
          </span>
          {of.is_me && <span className="you">{t("row.you")}</span>}
        </div>
        <span className="second">{of.username ?? t("row.noAccount")}</span>
      </th>
      <td className="fact">
        <Status of={of} />
      </td>
      <td className="fact">
        <span>{of.status === "owner" ? ui("owner") : levelName(of.access)}</span>
        {of.until !== null && !endsSoon(of, now) && (
          <span className="second">
            <Moment at={of.until} inWords={(at) => t("row.until", { day: dayAndMonth(at, now) })} />
          </span>
        )}
      </td>
      <td className="wide">
        <AccessCell access={accessNow(of, silent, now)} />
      </td>
      <td className="act">
        <CollaboratorMenu of={of} onAct={onAct} />
      </td>
    </tr>
  );
}

/** Then the access line says so itself. */
const endsSoon = (of: Collaborator, now: Date): boolean => accessNow(of, false, now).endsSoon;

function Status({ of }: { of: Collaborator }) {
  const since = statusSince(of);
  return (
    <>
      <span className={of.status === "revoking" ? "c-move" : ""}>
        {of.status === "pending" && of.expired ? t("row.expired") : t(`row.status.${of.status}`)}
      </span>
      {since !== null && (
        <span className="second">
          <Moment at={since.at} inWords={since.inWords} />
        </span>
      )}
    </>
  );
}

function statusSince(of: Collaborator): { at: string; inWords: (at: Date, now: Date) => string } | null {
  switch (of.status) {
    case "owner":
      return of.accepted_at === null
        ? null
        : { at: of.accepted_at, inWords: (at, now) => t("row.since", { day: dayAndMonth(at, now) }) };
    case "pending":
      return of.invited_at === null ? null : { at: of.invited_at, inWords: invitedWords };
    case "revoking":
      return of.closing === null ? null : { at: of.closing.requested_at, inWords: relativeTime };
    case "ended":
      return of.closing === null ? null : { at: of.closing.requested_at, inWords: relativeTime };
    case "accepted":
      return of.accepted_at === null ? null : { at: of.accepted_at, inWords: relativeTime };
  }
}
