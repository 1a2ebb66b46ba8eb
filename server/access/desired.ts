import { isPowerlesslyOwned } from "../databases/ownership.ts";
import type { AccessLevel } from "@guestlist/contract";
import type { Loaded, LoadedCollaborator } from "./loaded.ts";
import type { LoginRow } from "./queries.ts";
import {
  databaseUserMarker,
  groupMarker,
  loginMarker,
  ownerMarker,
  ownerRoleNames,
  readOnlyGroup,
  readWriteGroup,
} from "./names.ts";

/** What the shared server should look like for one database, from the control database's rows alone. */
export interface Desired {
  readonly databaseId: string;
  readonly dbname: string;
  readonly state: "making" | "ready" | "deleting" | "deleted";
  readonly kind: "created" | "attached";
  readonly ownership: "made" | "kept" | "moving" | "moved" | "returning";
  readonly deleteData: "keep" | "drop" | null;
  readonly owner: DesiredOwner;
  readonly readOnly: DesiredGroup;
  readonly readWrite: DesiredGroup;
  readonly users: readonly DesiredUser[];
  readonly logins: readonly DesiredLogin[];
}

export interface DesiredOwner {
  /** Null while it is not made, or when the attached database keeps its own. */
  readonly oid: number | null;
  readonly name: string | null;
  /** Null for a role that owned the database before us: it never had a marker of ours. */
  readonly storedName: string | null;
  /** To choose from, best first. */
  readonly names: readonly [string, string];
  readonly marker: string;
}
export interface DesiredGroup {
  readonly name: string;
  readonly marker: string;
}
export interface DesiredUser {
  readonly id: string;
  readonly name: string;
  readonly storedName: string;
  readonly oid: number | null;
  readonly marker: string;
  /** It came with the database; nobody but the database itself takes it along. */
  readonly protected: boolean;
  readonly state: "making" | "ready" | "deleting" | "gone";
  readonly access: AccessLevel;
  /** The same: nobody changes it, so a difference is drift. */
  readonly seenAccess: AccessLevel;
  readonly verifierSealed: Buffer | null;
}
export interface DesiredLogin {
  readonly id: string;
  readonly name: string;
  readonly storedName: string;
  readonly oid: number | null;
  readonly generation: number;
  readonly marker: string;
  readonly state: "making" | "ready";
  readonly access: AccessLevel;
  /** The level last seen in PostgreSQL; null before the first. */
  readonly seenAccess: AccessLevel | null;
  readonly until: Date | null;
  readonly email: string;
}

export function desire(loaded: Loaded): Desired {
  const { database } = loaded;
  const people = peopleByLogin(loaded);
  return {
    databaseId: database.id,
    dbname: database.dbname,
    state: database.state as Desired["state"],
    kind: database.kind as Desired["kind"],
    ownership: database.ownership as Desired["ownership"],
    deleteData: database.delete_data as Desired["deleteData"],
    owner: {
      oid: database.owner_role_oid,
      name: database.owner_role,
      storedName: madeOwner(database) ? database.owner_role : null,
      names: ownerRoleNames(database.dbname, database.id),
      marker: ownerMarker(database.id),
    },
    readOnly: { name: readOnlyGroup(database.id), marker: groupMarker("read-only", database.id) },
    readWrite: { name: readWriteGroup(database.id), marker: groupMarker("read-write", database.id) },
    users: loaded.users.map((user) => ({
      id: user.id,
      name: user.role_name,
      storedName: user.role_name,
      oid: user.role_oid,
      marker: databaseUserMarker(user.id),
      protected: user.protected,
      state: user.state as DesiredUser["state"],
      access: user.access as AccessLevel,
      seenAccess: user.access as AccessLevel,
      verifierSealed: user.verifier_sealed,
    })),
    logins: loaded.logins.flatMap((login) => desireLogin(people, login) ?? []),
  };
}

/** With a created database, or when its ownership was moved here. */
const madeOwner = ({ ownership, previous_owner_role: previous }: Loaded["database"]): boolean =>
  ownership === "made" || (ownership === "moved" && previous !== null);

/** A login that ought to be there: of the owner, or of an accepted collaborator. Null: it ought to be closed. */
function desireLogin(people: PeopleByLogin, login: LoginRow): DesiredLogin | null {
  if (login.state !== "making" && login.state !== "ready") return null;
  const person = people.get(keyOf(login.account_id, login.collaborator_id));
  if (person === undefined) return null;
  return {
    id: login.id,
    name: login.role_name,
    storedName: login.role_name,
    oid: login.role_oid,
    generation: login.generation,
    marker: loginMarker(login.id, login.generation, login.database_id),
    state: login.state,
    access: person.access,
    seenAccess: login.access as AccessLevel | null,
    until: person.until,
    email: person.email,
  };
}

interface Person {
  readonly accountId: string;
  readonly collaboratorId: string | null;
  readonly username: string;
  readonly email: string;
  readonly access: AccessLevel;
  readonly until: Date | null;
}

/** Of one database there may be thousands. */
type PeopleByLogin = ReadonlyMap<string, Person>;
const keyOf = (accountId: string, collaboratorId: string | null): string => JSON.stringify([accountId, collaboratorId]);
const peopleByLogin = (loaded: Loaded): PeopleByLogin =>
  new Map(peopleOf(loaded).map((person) => [keyOf(person.accountId, person.collaboratorId), person]));

/** Everybody who should have a login now. */
export function peopleOf({ database, owner, collaborators }: Loaded): Person[] {
  if (database.state === "deleting" || database.state === "deleted") return [];
  const people = collaborators.filter((row) => row.status === "accepted").map(personOfCollaborator);
  // Whoever attached a database with its own logins has one already, until its ownership is moved.
  const owns = isPowerlesslyOwned(database);
  const one: Person = {
    accountId: owner.id,
    collaboratorId: null,
    username: owner.username,
    email: owner.email,
    access: "full",
    until: null,
  };
  return owns ? [one, ...people] : people;
}

const personOfCollaborator = (row: LoadedCollaborator): Person => ({
  accountId: row.account_id,
  collaboratorId: row.id,
  username: row.username,
  email: row.email,
  access: row.access as AccessLevel,
  until: row.until,
});

/** People without a login row yet. One that is being closed for the same person has to be closed first. */
export function peopleWithoutLogin(loaded: Loaded): Person[] {
  const served = new Set(loaded.logins.filter(isToBeServed).map((login) => login.account_id));
  return peopleOf(loaded).filter((person) => !served.has(person.accountId));
}

const isToBeServed = ({ state }: LoginRow): boolean => ["making", "ready", "closing"].includes(state);

/** Logins whose access must end, in whatever stage of it they are. */
export function loginsToClose(loaded: Loaded): LoginRow[] {
  const people = peopleByLogin(loaded);
  return loaded.logins.filter((login) => isToBeServed(login) && desireLogin(people, login) === null);
}
