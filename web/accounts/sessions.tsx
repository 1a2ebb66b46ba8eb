import { endpoints, type SignedInSession } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { announce } from "../ui/live-region.tsx";
import { later } from "../ui/later.tsx";
import { Moment } from "../ui/moment.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { sessionsQuery } from "./queries.ts";
import { t } from "../strings/accounts.ts";
import { t as ui } from "../strings/ui.ts";

const SignOutEverywhere = later(async () => (await import("./sign-out-everywhere.tsx")).SignOutEverywhere);

/** The browsers that are signed in to the account: each can be signed out, and all at once. */
export function Sessions() {
  const { data: sessions } = useSuspenseQuery(sessionsQuery);
  const [everywhere, setEverywhere] = useState(false);
  return (
    <section className="section" aria-labelledby="sessions">
      <div className="head wraps">
        <div>
          <h2 id="sessions" tabIndex={-1}>
            {t("sessions.title")}
          </h2>
          <p className="quiet">{t("sessions.count", { n: sessions.length })}</p>
        </div>
        <Button id="sign-out-everywhere" onClick={() => setEverywhere(true)}>
          {t("sessions.everywhere")}
        </Button>
      </div>
      <table className="list">
        <caption className="vh">{t("sessions.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("sessions.browser")}</th>
            <th scope="col" className="w-[240px]">
              {t("sessions.from")}
            </th>
            <th scope="col" className="w-[160px]">
              {t("sessions.since")}
            </th>
            <th scope="col" className="w-[160px]">
              {t("sessions.lastSeen")}
            </th>
            <th scope="col" className="w-[96px]">
              <span className="vh">{ui("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row key={session.id} of={session} />
          ))}
        </tbody>
      </table>
      {everywhere && <SignOutEverywhere sessions={sessions} onClose={() => setEverywhere(false)} />}
    </section>
  );
}

/** `Firefox on Linux` */
function browserInWords({ browser, system }: SignedInSession): string {
  const named = browser ?? t("sessions.aBrowser");
  return system === null ? named : t("sessions.browserOn", { browser: named, system });
}

function Row({ of }: { of: SignedInSession }) {
  const queryClient = useQueryClient();
  const end = useAct((_: undefined) => send(endpoints.endSession, { params: { id: of.id } }), {
    onDone: async () => {
      announce(t("sessions.signedOut", { browser: browserInWords(of) }));
      await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      document.getElementById("sessions")?.focus();
    },
  });
  return (
    <tr>
      <th scope="row">
        <div className="who-line">
          <span className="mail">{browserInWords(of)}</span>
          {of.current && <span className="you">{t("sessions.thisOne")}</span>}
        </div>
        {end.isError && <ErrorNote>{wordsOf(end.error)}</ErrorNote>}
      </th>
      <td className="fact first">
        <span className="wrap">{of.client_address ?? t("sessions.unknown")}</span>
      </td>
      <td className="fact">
        <span className="narrow-only">{t("sessions.sinceShort")}</span>
        <Moment at={of.created_at} />
      </td>
      <td className="fact">
        <span className="narrow-only">{t("sessions.seenShort")}</span>
        {of.current ? t("sessions.now") : <Moment at={of.last_seen_at} />}
      </td>
      <td className="act end-session">
        {!of.current && (
          <Button
            slim
            kind="plain"
            busy={end.isPending}
            aria-label={t("sessions.signOutNamed", {
              browser: browserInWords(of),
              address: of.client_address ?? t("sessions.unknown"),
            })}
            onClick={() => end.start(undefined)}
          >
            {t("sessions.signOut")}
          </Button>
        )}
      </td>
    </tr>
  );
}
