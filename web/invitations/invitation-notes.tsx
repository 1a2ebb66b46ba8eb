import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Address, Name } from "../ui/address.tsx";
import { Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { weekdayAndDay } from "../ui/time.ts";
import { levelWords } from "../access-levels.ts";
import { invitationsQuery } from "./queries.ts";

/** Invitations that wait for the reader, over the list of databases. */
export function InvitationNotes() {
  const { data: invitations } = useQuery(invitationsQuery);
  return (invitations ?? []).map((invitation) => (
    <Note
      key={invitation.id}
      sign={<RingSign className="quiet" />}
      action={
        <Link className="btn slim" to="/invitations">
          See invitation
        </Link>
      }
    >
      <strong>
        <Address of={invitation.invited_by} />
      </strong>{" "}
      invites you to{" "}
      <strong>
        <Name of={invitation.database_name} />
      </strong>
      <small>
        {levelWords[invitation.access].name}. The invitation lasts until{" "}
        {weekdayAndDay(new Date(invitation.expires_at), new Date())}.
      </small>
    </Note>
  ));
}
