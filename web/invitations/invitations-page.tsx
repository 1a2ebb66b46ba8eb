import type { Invitation } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { AccessLine } from "../access-line/access-line.tsx";
import { wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useTitle } from "../ui/title.ts";
import { useAnswer } from "./answer.ts";
import { Offer, OfferTitle, WhatOthersSee } from "./offer.tsx";
import { invitationsQuery } from "./queries.ts";

/** Invitations to the reader's own address. */
export function InvitationsPage() {
  const { data: invitations } = useSuspenseQuery(invitationsQuery);
  useTitle("Invitations");
  const n = invitations.length;
  return (
    <>
      <div className="subject mb-6">
        <h1>Invitations</h1>
        {n > 0 && (
          <p className="answer">
            <b>{n === 1 ? "1 invitation waits" : `${n} invitations wait`}</b> for your answer.
          </p>
        )}
      </div>
      {n === 0 ? (
        <Empty drawing={<AccessLine state="pending" />} title="No invitation waits">
          <p>
            When somebody invites your address, it shows here and comes by e-mail. Invitations to other addresses of
            yours are only in that mail.
          </p>
        </Empty>
      ) : (
        <ol className="offers">
          {invitations.map((invitation) => (
            <OneInvitation key={invitation.id} invitation={invitation} />
          ))}
        </ol>
      )}
    </>
  );
}

function OneInvitation({ invitation }: { invitation: Invitation }) {
  const navigate = useNavigate();
  const answer = useAnswer(
    { id: invitation.id },
    {
      onAccepted: (database) => void navigate({ to: "/databases/$database", params: { database } }),
      onDeclined: (database) => announce(`You declined the invitation to ${database}.`),
    },
  );
  return (
    <li className="empty">
      <div>
        <AccessLine state="pending" />
      </div>
      <div className="grid gap-4">
        <h2>
          <OfferTitle invitation={invitation} />
        </h2>
        {answer.error !== null && <ErrorNote>{wordsOf(answer.error)}</ErrorNote>}
        <Offer invitation={invitation} />
        <div className="acts">
          <Button kind="first" busy={answer.accept.isPending} onClick={() => answer.accept.start(undefined)}>
            Accept invitation
          </Button>
          <Button busy={answer.decline.isPending} onClick={() => answer.decline.start(undefined)}>
            Decline
          </Button>
        </div>
        <WhatOthersSee invitation={invitation} />
      </div>
    </li>
  );
}
