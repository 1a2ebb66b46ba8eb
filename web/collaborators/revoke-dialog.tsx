import type { Collaborator, Database } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, type RefObject } from "react";
import { OpenDoorSign } from "../access-line/house.tsx";
import { wordsOf } from "../api.ts";
import { Receipt } from "../closures/receipt.tsx";
import { SaveReceipt } from "../closures/save-receipt.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { t } from "../strings/revoking.ts";
import { t as ui } from "../strings/ui.ts";
import { address, breaks, name } from "../ui/marks.tsx";
import { previewQuery } from "./queries.ts";
import { RevokeLine } from "./revoke-line.tsx";
import { RevokePreview } from "./revoke-preview.tsx";
import { RevokeProgress } from "./revoke-progress.tsx";
import { useRevoke, type Revoke, type SendRevoke } from "./use-revoke.ts";

interface RevokeDialogProps {
  database: Database;
  of: Collaborator;
  openerId: string;
  onClose: () => void | Promise<void>;
  send?: SendRevoke;
}

/** The pop-up of a revoke: what will end, the named button, the clocks, the receipt. One's own leaves. */
export function RevokeDialog({ database, of: listed, openerId, onClose, send }: RevokeDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const navigate = useNavigate();
  const revoke = useRevoke(database.name, listed, send);
  const { phase, of } = revoke;
  const preview = useQuery({ ...previewQuery(database.name, listed.id), enabled: phase.at === "asking" });
  const wasPending = useRef(listed.status === "pending").current;
  const hasLeft = of.is_me && (phase.at === "ended" || phase.at === "unseen");
  const close = () => {
    void onClose();
    if (phase.at !== "asking") revoke.renewList();
    if (hasLeft) void navigate({ to: "/databases" });
  };
  return (
    <Dialog
      title={titleOf(revoke, wasPending)}
      about={t.rich(phase.at === "ended" ? "removed" : "about", {
        email: of.email,
        database: database.name,
        address,
        name,
      })}
      firstFocus={cancel}
      openerId={openerId}
      onClose={close}
      footer={<Footer revoke={revoke} cancel={cancel} onClose={close} />}
    >
      {phase.at === "waiting" && (
        <Note kind="move" sign={<OpenDoorSign />} className="mb-0">
          {phase.sentence}
        </Note>
      )}
      <RevokeLine of={of} phase={phase} preview={preview.data} />
      {phase.at === "asking" && (
        <>
          {phase.error !== null && (
            <div>
              <ErrorNote>{wordsOf(phase.error)}</ErrorNote>
            </div>
          )}
          <RevokePreview of={of} preview={preview.data} error={preview.error} database={database.name} />
        </>
      )}
      {(phase.at === "closing" || phase.at === "waiting") && !wasPending && (
        <RevokeProgress revoke={revoke} preview={preview.data} database={database} />
      )}
      {phase.at === "ended" && phase.closure !== null && <Receipt closure={phase.closure} clocks last={of.is_me} />}
      {phase.at === "ended" && phase.closure === null && <p className="quiet">{t("withdrawn")}</p>}
      {phase.at === "unseen" && <p className="quiet">{t.rich("unseen", { database: database.name, name })}</p>}
    </Dialog>
  );
}

function titleOf({ phase, of }: Revoke, wasPending: boolean): string {
  switch (phase.at) {
    case "asking":
      return of.is_me ? t("title.own") : t("title.asking");
    case "closing":
      return wasPending ? t("title.withdrawing") : t("title.closing");
    case "waiting":
    case "unseen":
      return t("title.open");
    case "ended":
      return wasPending ? t("title.withdrawn") : t("title.ended");
  }
}

interface FooterProps {
  revoke: Revoke;
  cancel: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

function Footer({ revoke: { phase, of, start }, cancel, onClose }: FooterProps) {
  switch (phase.at) {
    case "asking":
      return (
        <>
          <Button ref={cancel} onClick={onClose}>
            {ui("cancel")}
          </Button>
          <Button kind="end" onClick={start}>
            <span>{t.rich("revoke", { email: of.email, breaks })}</span>
          </Button>
        </>
      );
    case "closing":
      return (
        <>
          <p className="lead">{t("goesOn")}</p>
          <Button onClick={onClose}>{ui("close")}</Button>
        </>
      );
    case "waiting":
    case "unseen":
      return (
        <>
          <p className="lead">{t("goesOn")}</p>
          <Button kind="first" onClick={onClose}>
            {ui("close")}
          </Button>
        </>
      );
    case "ended":
      return (
        <>
          {phase.closure !== null && (
            <SaveReceipt closure={phase.closure} receipt={phase.receipt} className="mr-auto -ml-4" />
          )}
          <Button kind="first" onClick={onClose}>
            {ui("done")}
          </Button>
        </>
      );
  }
}
