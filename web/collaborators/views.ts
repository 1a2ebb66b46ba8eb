import type { Collaborator } from "@guestlist/contract";

export type View = "all" | "open" | "pending" | "revoking";

/** Whom PostgreSQL would let in, as last seen: with a login that is ready, also while it waits to be closed. */
const canLogIn = (of: Collaborator): boolean =>
  (of.status === "owner" || of.status === "accepted" || of.status === "revoking") &&
  of.login?.state !== "making" &&
  of.login != null &&
  of.closing?.new_logins_refused_at == null;

const inView: Record<View, (of: Collaborator) => boolean> = {
  all: () => true,
  open: canLogIn,
  pending: (of) => of.status === "pending",
  revoking: (of) => of.status === "revoking",
};

export function countsOf(rows: readonly Collaborator[]): Record<View, number> {
  const count = (view: View) => rows.filter(inView[view]).length;
  return { all: rows.length, open: count("open"), pending: count("pending"), revoking: count("revoking") };
}

export function isShown(of: Collaborator, view: View, filter: string): boolean {
  const words = filter.trim().toLowerCase();
  const text = `${of.email} ${of.username ?? ""}`.toLowerCase();
  return inView[view](of) && text.includes(words);
}
