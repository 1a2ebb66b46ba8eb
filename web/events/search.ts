import type { EventType } from "@guestlist/contract";

/** Kinds of events as the reader thinks of them. */
export const kinds = ["invitations", "logins", "ended", "reviews", "drift"] as const;
export type Kind = (typeof kinds)[number];

export interface ActivitySearch {
  person?: string;
  kind?: Kind;
  /** The bars of who had access when, in place of the events. */
  view?: "access";
}

export function readActivitySearch({ person, kind, view }: Record<string, unknown>): ActivitySearch {
  return {
    ...(typeof person === "string" && person !== "" ? { person } : {}),
    ...(isKind(kind) ? { kind } : {}),
    ...(view === "access" ? { view } : {}),
  };
}

const isKind = (kind: unknown): kind is Kind => (kinds as readonly unknown[]).includes(kind);

/** `invitation` is every type that begins with it. */
type Subject = EventType extends infer Type ? (Type extends `${infer First}.${string}` ? First : never) : never;

const typesOfKind: Record<Kind, readonly (EventType | Subject)[]> = {
  invitations: ["invitation", "collaborator.invited", "collaborator.accepted"],
  logins: ["login", "collaborator.access_changed"],
  ended: ["collaborator.revoking", "collaborator.left", "collaborator.ended", "login.dropped"],
  reviews: ["review"],
  drift: ["access"],
};

export function isOfKind(type: string, kind: Kind | undefined): boolean {
  if (kind === undefined) return true;
  return typesOfKind[kind].some((each) => (each.includes(".") ? type === each : type.startsWith(`${each}.`)));
}
