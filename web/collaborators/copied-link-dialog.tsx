import type { Collaborator } from "@guestlist/contract";
import { Address } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { exactTime } from "../ui/time.ts";

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
      title="Invitation link"
      about={
        <>
          for <Address of={of.email} />
        </>
      }
      openerId={openerId}
      onClose={onClose}
      footer={
        <Button kind="first" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="code">
        <pre>{link.url}</pre>
        <CopyButton value={link.url} what="the invitation link" />
      </div>
      <p className="quiet">
        Shown once. It works until {exactTime(new Date(link.expires_at))}, and only for somebody who signs in with{" "}
        <Address of={of.email} /> and has verified that address: a link from hand to hand proves nothing by itself.
      </p>
    </Dialog>
  );
}
