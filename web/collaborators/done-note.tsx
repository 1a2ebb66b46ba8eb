import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { installationQuery } from "../accounts/queries.ts";
import { Button } from "../ui/button.tsx";
import { Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";

/** What was done, until it is put away. Where mail is only kept, the way to it. */
export function DoneNote({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { data: installation } = useQuery(installationQuery);
  return (
    <Note
      sign={<RingSign className="quiet" />}
      action={
        <Button slim onClick={onClose}>
          Done
        </Button>
      }
    >
      <span className="wrap">{children}</span>
      {installation?.mail === "mailbox" && (
        <small>
          No mail server is set, so the mail waits in the <a href="/mailbox">mailbox of this server</a>.
        </small>
      )}
    </Note>
  );
}
