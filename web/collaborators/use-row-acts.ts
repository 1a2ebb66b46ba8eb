import { endpoints, type Collaborator } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useAct } from "../act.ts";
import { send } from "../api.ts";
import { announce } from "../ui/live-region.tsx";
import type { InvitationLink } from "./copied-link-dialog.tsx";
import type { RowAct } from "./menu.tsx";
import { t } from "../strings/collaborators.ts";

/** The pop-up that is open over the list. */
export type OpenDialog =
  | { dialog: "add" }
  | { dialog: "revoke" | "level" | "end"; of: Collaborator }
  | { dialog: "link"; of: Collaborator; link: InvitationLink };

/** What a row's menu starts: a dialog, another page, or the resend and the link at once. */
export function useRowActs(database: string, open: (what: OpenDialog) => void, done: (words: string | null) => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const renew = () => queryClient.invalidateQueries({ queryKey: ["databases", database] });
  const resend = useAct((of: Collaborator) => send(endpoints.resendInvitation, { params: { database, id: of.id } }), {
    onDone: (_, of) => {
      const words = t("resent", { email: of.email });
      announce(words);
      done(words);
      void renew();
    },
  });
  const link = useAct(
    async (of: Collaborator) => (await send(endpoints.copyInvitationLink, { params: { database, id: of.id } })).body,
    { onDone: (body, of) => open({ dialog: "link", of, link: body }) },
  );
  const start = (of: Collaborator, act: RowAct) => {
    done(null);
    if (act === "revoke" || act === "level" || act === "end") open({ dialog: act, of });
    else if (act === "resend") resend.start(of);
    else if (act === "link") link.start(of);
    else if (act === "activity")
      void navigate({ to: "/databases/$database/activity", params: { database }, search: { person: of.email } });
    else
      void navigate({
        to: "/databases/$database/closures/$closure",
        params: { database, closure: String(of.closure_number) },
      });
  };
  return { start, error: resend.error ?? link.error };
}
