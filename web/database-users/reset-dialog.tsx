import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { t } from "../strings/users.ts";
import { t as ui } from "../strings/ui.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { PasswordOnce } from "./password-once.tsx";

interface ResetProps {
  database: string;
  of: DatabaseUser;
  openerId: string;
  onClose: () => void;
}

/** Asks first, because the application stops until it has the new password. */
export function ResetDialog({ database, of, openerId, onClose }: ResetProps) {
  const queryClient = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const [keeps, setKeeps] = useState(false);
  const reset = useAct(
    async (keepSessions: boolean) => {
      const params = { database, id: of.id };
      const { body } = await send(endpoints.resetUserPassword, { params, body: { keep_sessions: keepSessions } });
      return { ...body, keepSessions };
    },
    {
      onDone: ({ name }) => {
        announce(t("reset.announced", { name }));
        void queryClient.invalidateQueries({ queryKey: ["databases", database] });
      },
    },
  );
  const fresh = reset.data;
  return (
    <Dialog
      title={t("reset.title")}
      about={<code>{of.name}</code>}
      firstFocus={cancel}
      openerId={openerId}
      onClose={onClose}
      footer={
        fresh === undefined ? (
          <>
            <Button ref={cancel} onClick={onClose}>
              {ui("cancel")}
            </Button>
            <Button kind="end" busy={reset.isPending} onClick={() => reset.start(keeps)}>
              {t("reset.act")}
            </Button>
          </>
        ) : (
          <Button kind="first" onClick={onClose}>
            {t("addDialog.done")}
          </Button>
        )
      }
    >
      {reset.isError && <ErrorNote>{wordsOf(reset.error)}</ErrorNote>}
      {fresh === undefined ? (
        <>
          <p>{t("reset.about")}</p>
          <label className="choice">
            <input type="checkbox" checked={keeps} onChange={(event) => setKeeps(event.target.checked)} />
            <span>{t("reset.keep")}</span>
            <small>{t("reset.keepAbout")}</small>
          </label>
        </>
      ) : (
        <PasswordOnce {...fresh} words={fresh.keepSessions ? t("once.sessionsKept") : t("once.sessionsEnded")} />
      )}
    </Dialog>
  );
}
