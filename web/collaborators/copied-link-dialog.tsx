import type { Collaborator } from "@guestlist/contract";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { exactTime } from "../ui/time.ts";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";
import { address } from "../ui/marks.tsx";

export interface InvitationLink {
  readonly url: string;
  readonly expires_at: string;
}

interface CopiedLinkDialogProps {
  of: Collaborator;
  link: InvitationLink;
  openerId: string;
  onClose: () => void;
}

/** A link to pass on by hand, shown once. */
export function CopiedLinkDialog({ of, link, openerId, onClose }: CopiedLinkDialogProps) {
  return (
    <Dialog
      title={t("link.title")}
      about={t.rich("link.about", { email: of.email, address })}
      openerId={openerId}
      onClose={onClose}
      footer={
        <Button kind="first" onClick={onClose}>
          {ui("done")}
        </Button>
      }
    >
      <div className="code">
        <pre>{link.url}</pre>
        <CopyButton value={link.url} what={t("link.what")} />
      </div>
      <p className="quiet">
        {t.rich("link.once", { time: exactTime(new Date(link.expires_at)), email: of.email, address })}
      </p>
    </Dialog>
  );
}
