import type { Invitation } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { AccessLine } from "../access-line/access-line.tsx";
import { wordsOf } from "../api.ts";
import { OfferedTransfers } from "../owning/offered-transfers.tsx";
import { transfersQuery } from "../owning/queries.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useTitle } from "../ui/title.ts";
import { useAnswer } from "./answer.ts";
import { Offer, OfferTitle, WhatOthersSee } from "./offer.tsx";
import { invitationsQuery } from "./queries.ts";
import { t } from "../strings/invitations.ts";
import { bold } from "../ui/marks.tsx";

/** Invitations to the reader's own address. */
export function InvitationsPage() {
  const { data: invitations } = useSuspenseQuery(invitationsQuery);
  const { data: transfers } = useSuspenseQuery(transfersQuery);
  useTitle(t("title"));
  const n = invitations.length;
  return (
    <>
      <div className="subject mb-6">
        <h1>{t("title")}</h1>
        {n > 0 && <p className="answer">{t.rich("answer", { n, b: bold })}</p>}
      </div>
      {n === 0 && transfers.length === 0 ? (
        <Empty drawing={<AccessLine state="pending" />} title={t("noneTitle")}>
          <p>{t("none")}</p>
        </Empty>
      ) : (
        <ol className="offers">
          <OfferedTransfers transfers={transfers} />
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
      onDeclined: (database) => announce(t("declinedAnnounced", { database })),
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
            {t("accept")}
          </Button>
          <Button busy={answer.decline.isPending} onClick={() => answer.decline.start(undefined)}>
            {t("decline")}
          </Button>
        </div>
        <WhatOthersSee invitation={invitation} />
      </div>
    </li>
  );
}
