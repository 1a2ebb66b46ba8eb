import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { installationQuery } from "../accounts/queries.ts";
import { Button } from "../ui/button.tsx";
import { Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";

/** What was done, until it is put away. Where mail is only kept, the way to it. */
export function DoneNote({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { data: installation } = useQuery(installationQuery);
  return (
    <Note
      sign={<RingSign className="quiet" />}
      action={
        <Button slim onClick={onClose}>
          {ui("done")}
        </Button>
      }
    >
      <span className="wrap">{children}</span>
      {installation?.mail === "mailbox" && <small>{t.rich("mailWaits", { mailbox })}</small>}
    </Note>
  );
}

const mailbox = (words: ReactNode) => <a href="/mailbox">{words}</a>;
