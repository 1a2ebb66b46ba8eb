import type { Collaborator, Database, RecordedEvent } from "@guestlist/contract";
import { userIdOf } from "./user-id.ts";

export type AnyDatabase = Pick<Database, "id" | "name" | "owner">;

/** Those on a database's list, the owner among them, by address in lower case. */
export type People = ReadonlyMap<string, Pick<Collaborator, "username" | "invited_by">>;

/** The owner alone, who is known without the list. */
export const ownerOf = ({ owner: { email, username } }: AnyDatabase): People =>
  new Map([[email.toLowerCase(), { username, invited_by: null }]]);

/** Of an invitation the address is told alone, and mostly it is the owner who invites. */
export const needsList = ({ type, actor_email: actor }: RecordedEvent, { owner }: AnyDatabase): boolean =>
  type !== "collaborator.invited" || (actor !== null && actor.toLowerCase() !== owner.email.toLowerCase());

export interface TheirEvent {
  readonly id: string;
  readonly created_at: string;
  readonly type: string;
  readonly [more: string]: unknown;
}

/** Which of Guestlist's events each of theirs tells. The end of an access is told once it has ended, not when it was asked for. */
const theirType = new Map<string, string>([
  ["collaborator.invited", "new_collaborator"],
  ["collaborator.accepted", "accept_collaborator"],
  ["collaborator.access_changed", "change_collaborator_role"],
  ["collaborator.ended", "delete_collaborator"],
  ["invitation.withdrawn", "delete_collaborator"],
  ["invitation.declined", "delete_collaborator"],
]);

/** As the list of events takes them. */
export const theirTypes = [...theirType.keys()].join(",");

export function eventView(event: RecordedEvent, database: AnyDatabase, people: People): TheirEvent {
  const type = theirType.get(event.type) ?? event.type;
  return {
    id: event.id,
    created_at: event.at,
    app_id: database.id,
    app_name: database.name,
    user: event.actor_email === null ? guestlist : personView(event.actor_email, people),
    type,
    type_data: { collaborator: collaboratorOf(type, event.subject_email ?? "", people) },
  };
}

/** Who acts where no person did. */
const guestlist = { id: "", username: "guestlist", email: "" } as const;

function collaboratorOf(type: string, email: string, people: People) {
  const limited = { is_limited: false };
  switch (type) {
    case "new_collaborator":
      return { email, ...limited };
    case "accept_collaborator":
      return { ...personView(email, people), inviter: inviterOf(email, people), ...limited };
    case "change_collaborator_role":
      return { ...personView(email, people), ...limited };
    default:
      return personView(email, people);
  }
}

const personView = (email: string, people: People) => ({
  id: userIdOf({ email }),
  username: people.get(email.toLowerCase())?.username ?? email,
  email,
});

function inviterOf(email: string, people: People) {
  const inviter = people.get(email.toLowerCase())?.invited_by ?? "";
  const { username } = personView(inviter, people);
  return { email: inviter, username };
}
