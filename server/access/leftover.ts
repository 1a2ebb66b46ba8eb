import type { Leftover } from "@guestlist/contract";
import type { KnownSecret } from "../databases/user-queries.ts";
import { keptRole } from "./names.ts";
import {
  codeKey,
  publicKey,
  type Baseline,
  type Code,
  type Owned,
  type PublicPrivilege,
  type Survey,
} from "./survey.ts";

/** One thing that an ended login could still use, as it is stored. */
export interface FoundLeftover {
  /** The same for the same thing, in every look and every closure of a database. */
  readonly key: string;
  readonly kind: Leftover["kind"];
  readonly dbname: string;
  readonly name: string;
  readonly why: string;
  readonly since: boolean | null;
  readonly target: Target;
}

/** What PostgreSQL, or we, call it. */
export interface Target {
  readonly type: string;
  /** Quoted where it has to be; of an application's login its id. */
  readonly identity: string;
  /** A thing of the same name by now is another one when this differs. */
  readonly oid: number | null;
}

/** Whom it is about. */
export interface Suspected {
  readonly roleOid: number | null;
  /** They worked as the owner role, whose objects do not tell who made them. */
  readonly full: boolean;
}

export interface Found {
  readonly items: readonly FoundLeftover[];
  /** Over the limit. */
  readonly leftOut: number;
}

/** More than anybody decides about one by one; the rest is counted. */
export const listedAtMost = 100;

/** The worst first: passwords, code that works with others' rights, what everybody may do, then code that waits to be run. */
export function findLeftovers(
  secrets: readonly FoundLeftover[],
  surveys: readonly Survey[],
  { roleOid, full }: Suspected,
  baseline: Baseline | null,
): Found {
  const owned = surveys.flatMap((seen) =>
    seen.owned.filter(({ owner }) => owner === roleOid).map((each) => describeOwned(each, seen.dbname)),
  );
  const code = full ? surveys.flatMap((seen) => findCode(seen, baseline)) : [];
  const open = surveys.flatMap((seen) => findPublic(seen, baseline));
  const [definers, others] = partition(owned, ({ why }) => why.startsWith("SECURITY DEFINER"));
  const all = [...secrets, ...definers, ...code, ...open, ...others];
  const once = [...new Map(all.toReversed().map((each) => [each.key, each])).values()].toReversed();
  return { items: once.slice(0, listedAtMost), leftOut: Math.max(once.length - listedAtMost, 0) };
}

const partition = <T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] => [
  all.filter(is),
  all.filter((one) => !is(one)),
];

export const secretKey = (databaseUserId: string): string => `database_user:${databaseUserId}`;

/** An application's login whose password of today the person made or was shown. */
export const describeSecret = (secret: KnownSecret, dbname: string): FoundLeftover => ({
  key: secretKey(secret.id),
  kind: "database_user",
  dbname,
  name: secret.role_name,
  why: `An application logs in with it. Its password of then was shown to them on ${minute(secret.shown_at)}.`,
  since: true,
  target: { type: "database user", identity: secret.id, oid: null },
});

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

const keyOf = (kind: Leftover["kind"], dbname: string, type: string, identity: string): string =>
  `${kind}:${dbname}:${type} ${identity}`;

/** Only what came since, or may have: what everybody had before is nobody's leftover. */
export function findPublic({ dbname, public: open }: Survey, baseline: Baseline | null): FoundLeftover[] {
  const before = new Set(baseline?.public);
  return open.flatMap((each) => {
    const gained = each.privileges.filter((privilege) => !before.has(publicKey(each, privilege)));
    if (gained.length === 0) return [];
    const { type, identity } = each;
    const granted = `Everybody who can connect has it, by ${each.grantors.join(" and ")}`;
    return {
      key: keyOf("public_privilege", dbname, type, identity),
      kind: "public_privilege" as const,
      dbname,
      name: `${gained.join(", ")} on ${type === "default privileges" ? "" : `${type} `}${identity}`,
      why: `${granted}${baseline === null ? `. ${unknownSince}` : ", since they came."}`,
      since: baseline === null ? null : true,
      target: { type, identity, oid: null },
    };
  });
}

const unknownSince = "Whether it came since they came is not known.";

/** Without a baseline only SECURITY DEFINER functions are named: nobody could tell which of the triggers are new. */
function findCode({ dbname, code }: Survey, baseline: Baseline | null): FoundLeftover[] {
  const before = new Set(baseline?.code);
  return code
    .filter((each) => (baseline === null ? each.works_as !== null : !before.has(codeKey(each))))
    .map((each) => {
      const { type, identity, oid } = each;
      const kind = each.works_as === null ? ("trigger" as const) : ("function" as const);
      return {
        key: keyOf(kind, dbname, type, identity),
        kind,
        dbname,
        name: `${type} ${identity}`,
        why: `${whatItDoes(each)} ${baseline === null ? unknownSince : "It was made or changed since they came, by whoever works as the owner."}`,
        since: baseline === null ? null : true,
        target: { type, identity, oid },
      };
    });
}

const whatItDoes = ({ works_as: worksAs }: Code): string =>
  worksAs === null
    ? "It runs with the rights of whoever sets it off."
    : `SECURITY DEFINER: whoever calls it works with the rights of ${worksAs}.`;

function describeOwned({ type, identity, oid, definer, calls, used_by: usedBy }: Owned, dbname: string): FoundLeftover {
  const kind = kindOf(type);
  const used = usedBy.length === 0 ? "" : ` It is used by ${usedBy.join(", ")}.`;
  return {
    key: keyOf(kind, dbname, type, identity),
    kind,
    dbname,
    name: `${type} ${identity}`,
    why: `${ownedInWords(kind, definer, calls)}${used}`,
    since: true,
    target: { type, identity, oid },
  };
}

function kindOf(type: string): "function" | "trigger" | "view" {
  if (type === "trigger" || type === "event trigger" || type === "rule") return "trigger";
  return type === "view" || type === "materialized view" ? "view" : "function";
}

function ownedInWords(kind: "function" | "trigger" | "view", definer: boolean, calls: string | null): string {
  if (kind === "trigger")
    return `It calls ${calls ?? "a function"}, which is theirs, for whoever sets it off${definer ? ", and SECURITY DEFINER" : ""}.`;
  if (kind === "view") return `It is theirs, and passes to ${keptRole}: whoever reads it runs what they wrote.`;
  return definer
    ? `SECURITY DEFINER, theirs: whoever calls it works with its owner's rights. It passes to ${keptRole}, which may do nothing.`
    : `It is theirs, and passes to ${keptRole}: whoever calls it runs what they wrote.`;
}

/** Of what an earlier look found, what PostgreSQL gives everybody no more. */
export const closedSince = (
  known: readonly { readonly key: string; readonly kind: string; readonly dbname: string }[],
  surveys: readonly Survey[],
): string[] => {
  const seen = new Set(surveys.map(({ dbname }) => dbname));
  const open = new Set(
    surveys.flatMap(({ dbname, public: privileges }) =>
      privileges.map(({ type, identity }: PublicPrivilege) => keyOf("public_privilege", dbname, type, identity)),
    ),
  );
  return known
    .filter(({ kind, dbname, key }) => kind === "public_privilege" && seen.has(dbname) && !open.has(key))
    .map(({ key }) => key);
};
