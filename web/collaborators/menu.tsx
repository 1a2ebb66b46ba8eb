import type { Collaborator } from "@guestlist/contract";
import { MenuCut, MenuItem, MoreMenu } from "../ui/menu.tsx";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";
import { said } from "../strings/said.ts";

/** What can be asked for from a row. */
export type RowAct = "level" | "end" | "activity" | "resend" | "link" | "revoke" | "receipt";

interface MenuProps {
  of: Collaborator;
  /** "… on my-dedicated-db", where the row is one of several databases. */
  on?: string;
  onAct: (act: RowAct) => void;
}

export const actionsId = (of: Collaborator, on = ""): string => `actions-${of.id}${on}`;

/** Every entry follows what the server said that the reader may do; a refused one says why. */
export function CollaboratorMenu({ of, on, onAct }: MenuProps) {
  const label =
    on === undefined ? ui("actionsFor", { name: of.email }) : t("menu.for", { email: of.email, database: on });
  const entry = (act: RowAct, words: string, permission?: string) => (
    <MenuItem
      danger={act === "revoke"}
      whyNot={permission === undefined ? undefined : whyNot(of, permission)}
      onSelect={() => onAct(act)}
    >
      {words}
    </MenuItem>
  );
  return (
    <MoreMenu label={label} id={actionsId(of, on)}>
      {of.status === "pending" && entry("resend", t("menu.resend"), "resend")}
      {of.status === "pending" && entry("link", t("menu.copyLink"), "copy_link")}
      {of.status === "revoking" && entry("revoke", t("menu.progress"))}
      {(of.status === "pending" || of.status === "accepted") && entry("level", t("menu.level"), "change_access")}
      {of.status === "accepted" && entry("end", t("menu.end"), "change_access")}
      {of.status === "ended" && of.closure_number !== null && entry("receipt", t("menu.receipt"))}
      {of.status !== "pending" && entry("activity", t("menu.activity"))}
      {of.status === "accepted" && entry("resend", t("menu.resend"), "resend")}
      {(of.status === "pending" || of.status === "accepted" || of.status === "owner") && (
        <>
          <MenuCut />
          {entry("revoke", t("menu.revoke"), of.is_me ? "leave" : "revoke")}
        </>
      )}
    </MoreMenu>
  );
}

/** Undefined when it is allowed. */
export function whyNot(of: Pick<Collaborator, "can" | "why_not">, permission: string): string | undefined {
  return of.can[permission] === true ? undefined : said(of.why_not[permission] ?? t("menu.mayNot"));
}
