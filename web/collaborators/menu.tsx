import type { Collaborator } from "@guestlist/contract";
import { MenuCut, MenuItem, MoreMenu } from "../ui/menu.tsx";

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
  const label = `Actions for ${of.email}${on === undefined ? "" : ` on ${on}`}`;
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
      {of.status === "pending" && entry("resend", "Resend invitation", "resend")}
      {of.status === "pending" && entry("link", "Copy invitation link", "copy_link")}
      {of.status === "revoking" && entry("revoke", "Show how far it is")}
      {(of.status === "pending" || of.status === "accepted") && entry("level", "Change access level", "change_access")}
      {of.status === "accepted" && entry("end", "Set an end date", "change_access")}
      {of.status === "ended" && of.closure_number !== null && entry("receipt", "Show receipt")}
      {of.status !== "pending" && entry("activity", "Show activity")}
      {of.status === "accepted" && entry("resend", "Resend invitation", "resend")}
      {(of.status === "pending" || of.status === "accepted" || of.status === "owner") && (
        <>
          <MenuCut />
          {entry("revoke", "Revoke access", of.is_me ? "leave" : "revoke")}
        </>
      )}
    </MoreMenu>
  );
}

/** Undefined when it is allowed. */
export function whyNot(of: Pick<Collaborator, "can" | "why_not">, permission: string): string | undefined {
  return of.can[permission] === true ? undefined : (of.why_not[permission] ?? "You may not do this here.");
}
