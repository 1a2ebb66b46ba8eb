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
import { Button } from "../ui/button.tsx";
import { Gate } from "../ui/gate.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useAnswer } from "./answer.ts";
import { Offer, OfferTitle, WhatOthersSee } from "./offer.tsx";
import { t } from "../strings/invitations.ts";
import { address, breaks, name, strongAddress } from "../ui/marks.tsx";

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
  <Gate name={t("link.name")} title={t("link.title")}>
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
    <Gate
      name={t("link.nameOf", { database: invitation.database_name })}
      title={<OfferTitle invitation={invitation} />}
    >
      {answer.error !== null && <ErrorNote>{wordsOf(answer.error)}</ErrorNote>}
      <Offer invitation={invitation} />
      <div className="flex flex-wrap gap-3">
        <Button kind="first" busy={answer.accept.isPending} onClick={() => answer.accept.start(undefined)}>
          {t("accept")}
        </Button>
        <Button busy={answer.decline.isPending} onClick={() => answer.decline.start(undefined)}>
          {t("decline")}
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
    <Gate
      name={t("link.nameOf", { database: invitation.database_name })}
      title={<OfferTitle invitation={invitation} />}
    >
      <Offer invitation={invitation} />
      <section className="stack" aria-labelledby="enter">
        <h2 id="enter" className="title">
          {signsUp ? t("link.makeAccount") : t("link.signIn")}
        </h2>
        {signsUp ? (
          <SignUpForm email={invitation.email} token={{ invitation_token: token }} onSignedUp={onIn} />
        ) : (
          <SignInForm email={invitation.email} onSignedIn={onIn} />
        )}
        {found.account_exists === null && (
          <p className="small">
            <button type="button" className="as-link" onClick={() => setSignsUp(!signsUp)}>
              {signsUp ? t("link.haveAccount") : t("link.noAccount")}
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
  const own = account?.email ?? t("link.anotherAddress");
  return (
    <Gate name={t("link.name")} title={t("link.wrongTitle")} state="shut">
      {signOut.isError && <ErrorNote>{wordsOf(signOut.error)}</ErrorNote>}
      <p>
        {t.rich("link.wrong", {
          own,
          person: strongAddress,
          database: invitation.database_name,
          email: invitation.email,
          name,
        })}
      </p>
      <div className="grid justify-items-start gap-3">
        <Button kind="first" busy={signOut.isPending} onClick={() => signOut.start(undefined)}>
          <span>{t.rich("link.goOn", { email: invitation.email, breaks })}</span>
        </Button>
        <Link className="btn" to="/databases">
          <span>{t.rich("link.stay", { own, breaks })}</span>
        </Link>
      </div>
      <p className="small quiet">{t.rich("link.rather", { own, inviter: invitation.invited_by, address })}</p>
    </Gate>
  );
}

/** A copied link proves no address: the account has to. */
function VerifyFirst({ found: { invitation } }: { found: Found }) {
  const resend = useAct((_: undefined) => send(endpoints.resendVerification, {}));
  return (
    <Gate name={t("link.verifyName")} title={t("link.verifyTitle")}>
      {resend.isError && <ErrorNote>{wordsOf(resend.error)}</ErrorNote>}
      <p>{t.rich("link.verify", { email: invitation.email, database: invitation.database_name, address, name })}</p>
      <div>
        {resend.isSuccess ? (
          <p role="status">{t("link.sentAgain")}</p>
        ) : (
          <Button busy={resend.isPending} onClick={() => resend.start(undefined)}>
            {t("link.sendAgain")}
          </Button>
        )}
      </div>
    </Gate>
  );
}

const Declined = ({ database }: { database: string }) => (
  <Gate name={t("link.declinedName")} title={t("link.declinedTitle")} state="shut">
    <p>{t.rich("link.declined", { database, name })}</p>
    <p>
      <Link className="btn" to="/databases">
        {t("link.toDatabases")}
      </Link>
    </p>
  </Gate>
);

const NoLongerWorks = ({ words }: { words: string }) => (
  <Gate name={t("link.name")} title={t("link.noLongerTitle")} state="shut">
    <p>{words}</p>
    <p>
      <Link className="btn" to="/databases">
        {t("link.toDatabases")}
      </Link>
    </p>
  </Gate>
);

const WholeLink = () => (
  <Gate name={t("link.name")} title={t("link.wholeTitle")} state="shut">
    <p>{t("link.whole")}</p>
    <p>
      <Link to="/invitations">{t("link.toOwn")}</Link>
    </p>
  </Gate>
);
