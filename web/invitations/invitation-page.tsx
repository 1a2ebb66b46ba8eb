import { endpoints, type AnswerOf } from "@guestlist/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { accountQuery } from "../accounts/queries.ts";
import { SignInForm } from "../accounts/sign-in-form.tsx";
import { SignUpForm } from "../accounts/sign-up-form.tsx";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Address, AddressBreaks, Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Gate } from "../ui/gate.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useAnswer } from "./answer.ts";
import { Offer, OfferTitle, WhatOthersSee } from "./offer.tsx";

type Found = AnswerOf<typeof endpoints.lookupInvitation>["body"];

/** From the mailed or copied link: what it offers, and the answer. Looking uses nothing up. */
export function InvitationPage() {
  const [token] = useState(() => takeToken("invitation"));
  const look = useQuery({
    queryKey: ["invitation", token],
    queryFn: async () => (await send(endpoints.lookupInvitation, { body: { token: token ?? "" } })).body,
    enabled: token !== null,
    retry: false,
    refetchOnWindowFocus: true,
  });
  const [declined, setDeclined] = useState<string | null>(null);
  if (declined !== null) return <Declined database={declined} />;
  if (token === null) return <WholeLink />;
  if (look.data === undefined) {
    return look.isError ? <NoLongerWorks words={wordsOf(look.error)} /> : <Looking />;
  }
  const found = look.data;
  const again = () => void look.refetch();
  switch (found.signed_in_as) {
    case "nobody":
      return <NotSignedIn found={found} token={token} onIn={again} />;
    case "other":
      return <WrongAccount found={found} onOut={again} />;
    case "invited_unverified":
      return found.link === "copied" ? (
        <VerifyFirst found={found} />
      ) : (
        <Accept found={found} token={token} onDeclined={setDeclined} />
      );
    case "invited":
      return <Accept found={found} token={token} onDeclined={setDeclined} />;
  }
}

const Looking = () => (
  <Gate name="Invitation" title="An invitation">
    {null}
  </Gate>
);

interface AcceptProps {
  found: Found;
  token: string;
  onDeclined: (database: string) => void;
}

function Accept({ found: { invitation }, token, onDeclined }: AcceptProps) {
  const navigate = useNavigate();
  const answer = useAnswer(
    { token },
    {
      onAccepted: (database) => {
        forgetToken("invitation");
        void navigate({ to: "/databases/$database", params: { database } });
      },
      onDeclined: (database) => {
        forgetToken("invitation");
        onDeclined(database);
      },
    },
  );
  return (
    <Gate name={`Invitation to ${invitation.database_name}`} title={<OfferTitle invitation={invitation} />}>
      {answer.error !== null && <ErrorNote>{wordsOf(answer.error)}</ErrorNote>}
      <Offer invitation={invitation} />
      <div className="flex flex-wrap gap-3">
        <Button kind="first" busy={answer.accept.isPending} onClick={() => answer.accept.start(undefined)}>
          Accept invitation
        </Button>
        <Button busy={answer.decline.isPending} onClick={() => answer.decline.start(undefined)}>
          Decline
        </Button>
      </div>
      <WhatOthersSee invitation={invitation} />
    </Gate>
  );
}

/** Signed out: sign in where there is an account, else sign up. A copied link does not tell which, so both are offered. */
function NotSignedIn({ found, token, onIn }: { found: Found; token: string; onIn: () => void }) {
  const { invitation } = found;
  const [signsUp, setSignsUp] = useState(found.account_exists === false);
  return (
    <Gate name={`Invitation to ${invitation.database_name}`} title={<OfferTitle invitation={invitation} />}>
      <Offer invitation={invitation} />
      <section className="stack" aria-labelledby="enter">
        <h2 id="enter" className="title">
          {signsUp ? "Make an account to answer" : "Sign in to answer"}
        </h2>
        {signsUp ? (
          <SignUpForm email={invitation.email} token={{ invitation_token: token }} onSignedUp={onIn} />
        ) : (
          <SignInForm email={invitation.email} onSignedIn={onIn} />
        )}
        {found.account_exists === null && (
          <p className="small">
            <button type="button" className="as-link" onClick={() => setSignsUp(!signsUp)}>
              {signsUp ? "I have an account already" : "I have no account yet"}
            </button>
          </p>
        )}
      </section>
      <WhatOthersSee invitation={invitation} />
    </Gate>
  );
}

function WrongAccount({ found: { invitation }, onOut }: { found: Found; onOut: () => void }) {
  const queryClient = useQueryClient();
  const { data: account, isPending } = useQuery({ ...accountQuery, retry: false });
  const signOut = useAct((_: undefined) => send(endpoints.signOut, {}), {
    onDone: () => {
      queryClient.removeQueries({ queryKey: accountQuery.queryKey });
      onOut();
    },
  });
  // Whose account it is comes a moment later; until then nothing is said of it.
  if (isPending) return <Looking />;
  const own = account?.email ?? "another address";
  return (
    <Gate name="Invitation" title="This invitation is for another address" state="shut">
      {signOut.isError && <ErrorNote>{wordsOf(signOut.error)}</ErrorNote>}
      <p>
        You are signed in as{" "}
        <strong>
          <Address of={own} />
        </strong>
        . The invitation to <Name of={invitation.database_name} /> was sent to{" "}
        <strong>
          <Address of={invitation.email} />
        </strong>
        , and only that address can accept it. Nothing has been used up.
      </p>
      <div className="grid justify-items-start gap-3">
        <Button kind="first" busy={signOut.isPending} onClick={() => signOut.start(undefined)}>
          <span>
            Sign out and go on as <AddressBreaks of={invitation.email} />
          </span>
        </Button>
        <Link className="btn" to="/databases">
          <span>
            Stay signed in as <AddressBreaks of={own} />
          </span>
        </Link>
      </div>
      <p className="small quiet">
        Would you rather use <Address of={own} />? Ask <Address of={invitation.invited_by} /> to invite that address.
      </p>
    </Gate>
  );
}

/** A copied link proves no address: the account has to. */
function VerifyFirst({ found: { invitation } }: { found: Found }) {
  const resend = useAct((_: undefined) => send(endpoints.resendVerification, {}));
  return (
    <Gate name="Verify your address" title="Verify your address first">
      {resend.isError && <ErrorNote>{wordsOf(resend.error)}</ErrorNote>}
      <p>
        This link was passed on by hand, so it does not show that <Address of={invitation.email} /> is yours. We sent a
        mail to that address: open its link, then accept the invitation to <Name of={invitation.database_name} />.
        Nothing has been used up.
      </p>
      <div>
        {resend.isSuccess ? (
          <p role="status">The mail was sent again.</p>
        ) : (
          <Button busy={resend.isPending} onClick={() => resend.start(undefined)}>
            Send the mail again
          </Button>
        )}
      </div>
    </Gate>
  );
}

const Declined = ({ database }: { database: string }) => (
  <Gate name="Declined" title="You declined" state="shut">
    <p>
      The invitation to <Name of={database} /> no longer works, and no login was made. Nothing else has changed.
    </p>
    <p>
      <Link className="btn" to="/databases">
        Go to your databases
      </Link>
    </p>
  </Gate>
);

const NoLongerWorks = ({ words }: { words: string }) => (
  <Gate name="Invitation" title="This invitation no longer works" state="shut">
    <p>{words}</p>
    <p>
      <Link className="btn" to="/databases">
        Go to your databases
      </Link>
    </p>
  </Gate>
);

const WholeLink = () => (
  <Gate name="Invitation" title="Open the whole link" state="shut">
    <p>The link in the e-mail ends with a long word after a #. It is missing here.</p>
    <p>
      <Link to="/invitations">See the invitations to your own address</Link>
    </p>
  </Gate>
);
