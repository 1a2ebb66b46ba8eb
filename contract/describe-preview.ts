import type { RevocationPreview } from "./preview.ts";

/** One thing that ends, with its number and what it is made of. `waits`: it is in the way, or goes wrong without a look. */
export interface Ending {
  readonly n: number;
  readonly what: string;
  readonly items: readonly string[];
  readonly waits?: true;
  /** Shown on demand: it is good to know, and nothing has to be done about it. */
  readonly further?: true;
}

/**
 * Beside login, sessions, objects, memberships and invitations: the most important first, and only what there is.
 * `moment` says a time as the reader is used to.
 */
export function furtherEndings(preview: RevocationPreview, moment: (iso: string) => string): Ending[] {
  const { locks, prepared_transactions: prepared, subscriptions, given, given_count: all } = preview;
  const ofOwner = preview.owner_prepared_transactions ?? [];
  const mappings = (preview.user_mappings ?? []).filter((each) => each.holds_password !== false);
  const functions = preview.security_definer_functions;
  const stays = given.filter((each) => each.stays).length;
  const endings: Ending[] = [
    {
      n: locks.length,
      what: `${plural(locks.length, "lock")} in the way of moving what is owned; closing the access does not wait`,
      items: locks.map((lock) => lockInWords(lock, moment)),
      waits: true,
    },
    {
      n: prepared.length,
      what: `prepared ${plural(prepared.length, "transaction")} will be rolled back`,
      items: prepared.map((each) => `${each.gid} in ${each.database}, since ${moment(each.since)}`),
      waits: true,
    },
    {
      n: ofOwner.length,
      what: `prepared ${plural(ofOwner.length, "transaction")} of the owner role, theirs or an application's: ${ofOwner.length === 1 ? "it stays" : "they stay"}, with ${ofOwner.length === 1 ? "its" : "their"} locks`,
      items: ofOwner.map((each) => `${each.gid} in ${each.database}, since ${moment(each.since)}`),
      waits: true,
    },
    {
      n: subscriptions.length,
      what: `${plural(subscriptions.length, "subscription")} owned: replication needs another owner`,
      items: subscriptions.map((each) => `${each.name} in ${each.database}`),
      waits: true,
    },
    {
      n: mappings.length,
      what: `user ${plural(mappings.length, "mapping")} for foreign servers: they may know the ${plural(mappings.length, "password")}, which ${mappings.length === 1 ? "stays" : "stay"} good there`,
      items: mappings.map((each) => `${each.server} in ${each.database}`),
      waits: true,
    },
    {
      n: preview.not_seen.length,
      what: `${plural(preview.not_seen.length, "database")} that could not be looked into`,
      items: preview.not_seen,
      waits: true,
    },
    {
      n: all,
      what: `${plural(all, "grant")} made to others${stays === 0 ? "" : stays === all ? ", which go on" : `, of which ${stays} ${stays === 1 ? "goes" : "go"} on`}`,
      items: [...given.map(givenInWords), ...(all > given.length ? [`and ${all - given.length} more`] : [])],
      further: true,
    },
    {
      n: functions.length,
      what: `${plural(functions.length, "function")} that ${functions.length === 1 ? "runs" : "run"} with this login's rights, for whoever calls ${functions.length === 1 ? "it" : "them"}`,
      items: functions.map((each) => `${each.name} in ${each.database}`),
      further: true,
    },
    {
      n: preview.api_tokens,
      what: `API ${plural(preview.api_tokens, "token")} of the account: refused for this database from then on, and good for others`,
      items: [],
      further: true,
    },
  ];
  return endings.filter(({ n }) => n > 0);
}

const plural = (n: number, noun: string): string => (n === 1 ? noun : `${noun}s`);

function lockInWords(
  { object, login, application, pid, since }: RevocationPreview["locks"][number],
  moment: (iso: string) => string,
): string {
  const who = application === "" ? (login ?? "a session") : `${application}${login === null ? "" : ` of ${login}`}`;
  return `${object}: ${who}${pid === null ? "" : `, pid ${pid}`}${since === null ? "" : `, since ${moment(since)}`}`;
}

function givenInWords({ to, email, on, privileges, stays }: RevocationPreview["given"][number]): string {
  const what = privileges.length === 0 ? on : `${privileges.join(", ")} on ${on}`;
  return `${what} to ${email === null ? to : `${email} (${to})`}${stays ? "" : ", ends too"}`;
}

/** `1.2 MB`; null where there is nothing to say. */
export function bytesInWords(bytes: number | null): string | null {
  if (bytes === null) return null;
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 || size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** Of the kinds of objects that PostgreSQL has. */
export function pluralOfKind(kind: string): string {
  if (kind.endsWith("s")) return kind;
  if (kind.endsWith("y")) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith("x") ? `${kind}es` : `${kind}s`;
}
