import type { EventType } from "@guestlist/contract";

/** Kinds of events as the reader thinks of them. */
export const kinds = {
  invitations: "Invitations",
  logins: "Logins",
  ended: "Ended access",
  reviews: "Access reviews",
  drift: "Drift",
} as const;
export type Kind = keyof typeof kinds;

export interface ActivitySearch {
  person?: string;
  kind?: Kind;
  /** The bars of who had access when, in place of the events. */
  view?: "access";
}

export function readActivitySearch({ person, kind, view }: Record<string, unknown>): ActivitySearch {
  return {
    ...(typeof person === "string" && person !== "" ? { person } : {}),
    ...(typeof kind === "string" && Object.hasOwn(kinds, kind) ? { kind: kind as Kind } : {}),
    ...(view === "access" ? { view } : {}),
  };
}

const typesOfKind: Record<Kind, readonly (EventType | `${string}.`)[]> = {
  invitations: ["invitation.", "collaborator.invited", "collaborator.accepted"],
  logins: ["login.", "collaborator.access_changed"],
  ended: ["collaborator.revoking", "collaborator.left", "collaborator.ended", "login.dropped"],
  reviews: ["review."],
  drift: ["access."],
};

export function isOfKind(type: string, kind: Kind | undefined): boolean {
  if (kind === undefined) return true;
  return typesOfKind[kind].some((each) => (each.endsWith(".") ? type.startsWith(each) : type === each));
}
