/** What the control database knows of a role that we made. */
export interface KnownRole {
  readonly oid: number | null;
  readonly marker: string;
  /** As stored. With the OID it shows a role of ours that has lost its marker; left out for a role that others made before us. */
  readonly storedName?: string | null;
}

/** A role of the server that may be it. */
interface Candidate {
  readonly oid: number;
  readonly name: string;
  readonly comment: string | null;
}

/** `doubt`: some of it agrees and some does not, in words. Nothing is done to such a role, and nobody calls it gone. */
export type Identified<Role> =
  | { readonly role: Role; readonly lostMarker: boolean; readonly doubt?: never }
  | { readonly role: null; readonly doubt: string | null };

const nobody = { role: null, doubt: null } as const;
const doubtful = (doubt: string) => ({ role: null, doubt }) as const;

/**
 * Ours by its marker, whatever it is called; among several the one of our OID. A comment is lost easily (a DBA writes
 * another, a dump leaves it out), so a role of that OID and that name is ours without it. One of another OID is a
 * stranger's, whatever its name.
 */
export function identify<Role extends Candidate>(
  marked: readonly Role[],
  sameOid: Role | undefined,
  { marker, storedName = null }: KnownRole,
): Identified<Role> {
  const [first] = marked;
  if (sameOid !== undefined && marked.includes(sameOid)) return { role: sameOid, lostMarker: false };
  if (sameOid === undefined || storedName === null)
    return first === undefined ? nobody : { role: first, lostMarker: false };
  const { name, comment } = sameOid;
  if (first !== undefined)
    return doubtful(
      `The role ${name} has the OID of ${storedName}, and the role ${first.name} has its comment: take that comment off the one that it does not belong to.`,
    );
  if (comment?.startsWith("guestlist ") === true)
    return doubtful(
      `The role ${name} has another comment of Guestlist's than its own: take it off, and it is known by its OID and its name.`,
    );
  if (name !== storedName)
    return doubtful(
      `The role ${name} has the OID of ${storedName}, and neither its name nor its comment: give it its name back, or its comment, ${marker}.`,
    );
  return { role: sameOid, lostMarker: true };
}
