import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { weekdayAndDay } from "../ui/time.ts";
import { levelName } from "../access-levels.ts";
import { invitationsQuery } from "./queries.ts";
import { t } from "../strings/invitations.ts";
import { strongAddress, strongName } from "../ui/marks.tsx";

/** Invitations that wait for the reader, over the list of databases. */
export function InvitationNotes() {
  const { data: invitations } = useQuery(invitationsQuery);
  return (invitations ?? []).map((invitation) => (
    <Note
      key={invitation.id}
      sign={<RingSign className="quiet" />}
      action={
        <Link className="btn slim" to="/invitations">
          {t("see")}
        </Link>
      }
    >
      {t.rich("invites", {
        email: invitation.invited_by,
        database: invitation.database_name,
        address: strongAddress,
        name: strongName,
      })}
      <small>
        {t("lasts", {
          level: levelName(invitation.access),
          day: weekdayAndDay(new Date(invitation.expires_at), new Date()),
        })}
      </small>
    </Note>
  ));
}
