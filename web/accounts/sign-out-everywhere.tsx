import { endpoints, type SignedInSession } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { sessionsQuery } from "./queries.ts";
import { t } from "../strings/accounts.ts";
import { t as ui } from "../strings/ui.ts";

interface SignOutEverywhereProps {
  sessions: readonly SignedInSession[];
  onClose: () => void;
}

/** Ends every session; this one stays unless the reader chooses otherwise. */
export function SignOutEverywhere({ sessions, onClose }: SignOutEverywhereProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const cancel = useRef<HTMLButtonElement>(null);
  const [keep, setKeep] = useState(true);
  const end = useAct((_: undefined) => send(endpoints.endSessions, { body: { keep_current: keep } }), {
    onDone: async ({ body }) => {
      if (!keep) {
        await navigate({ to: "/sign-in" });
        queryClient.clear();
        return;
      }
      await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      announce(t("sessions.othersSignedOut", { n: body.ended }));
      onClose();
    },
  });
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <Dialog
      title={t("sessions.everywhere")}
      about={t("sessions.signedIn", { n: sessions.length })}
      firstFocus={cancel}
      openerId="sign-out-everywhere"
      onClose={onClose}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {ui("cancel")}
          </Button>
          <Button
            kind="end"
            busy={end.isPending}
            whyNot={keep && others === 0 ? t("sessions.noOther") : undefined}
            onClick={() => end.start(undefined)}
          >
            {keep ? t("sessions.signOutOthers", { n: others }) : t("sessions.everywhere")}
          </Button>
        </>
      }
    >
      {end.isError && (
        <div>
          <ErrorNote>{wordsOf(end.error)}</ErrorNote>
        </div>
      )}
      <p>{t("sessions.consequence")}</p>
      <label className="check">
        <input type="checkbox" checked={keep} onChange={({ target }) => setKeep(target.checked)} />
        <span>{t("sessions.keep")}</span>
      </label>
    </Dialog>
  );
}
