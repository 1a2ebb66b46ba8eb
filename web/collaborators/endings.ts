import type { RevocationPreview } from "@guestlist/contract";
import { t } from "../strings/revoking.ts";
import { sinceTime } from "../ui/time.ts";

/** One thing that ends, with its number and what it is made of. `waits`: it is in the way, or goes wrong without a look. */
export interface Ending {
  readonly n: number;
  readonly what: string;
  readonly items: readonly string[];
  readonly waits?: true;
  /** Shown on demand, and named in this short form before: it is good to know, and nothing has to be done about it. */
  readonly short?: string;
}

/** What the contract's `furtherEndings` says on the command line, in the reader's language. */
export function furtherEndings(preview: RevocationPreview, now: Date): Ending[] {
  return [...inTheWay(preview, now), ...goodToKnow(preview)].filter(({ n }) => n > 0);
}

function inTheWay(preview: RevocationPreview, now: Date): Ending[] {
  const { locks, prepared_transactions: prepared, subscriptions, not_seen: notSeen } = preview;
  const ofOwner = preview.owner_prepared_transactions ?? [];
  const mappings = (preview.user_mappings ?? []).filter((each) => each.holds_password !== false);
  const since = (iso: string) => sinceTime(new Date(iso), now);
  return [
    {
      n: locks.length,
      what: t("ends.locks", { n: locks.length }),
      items: locks.map((lock) => lockInWords(lock, lock.since === null ? null : since(lock.since))),
      waits: true,
    },
    {
      n: prepared.length,
      what: t("ends.prepared", { n: prepared.length }),
      items: prepared.map((each) =>
        t("ends.preparedOne", { name: each.gid, database: each.database, since: since(each.since) }),
      ),
      waits: true,
    },
    {
      n: ofOwner.length,
      what: t("ends.ownerPrepared", { n: ofOwner.length }),
      items: ofOwner.map((each) =>
        t("ends.preparedOne", { name: each.gid, database: each.database, since: since(each.since) }),
      ),
      waits: true,
    },
    {
      n: subscriptions.length,
      what: t("ends.subscriptions", { n: subscriptions.length }),
      items: subscriptions.map((each) => t("ends.inDatabase", each)),
      waits: true,
    },
    {
      n: mappings.length,
      what: t("ends.mappings", { n: mappings.length }),
      items: mappings.map(({ server, database }) => t("ends.inDatabase", { name: server, database })),
      waits: true,
    },
    { n: notSeen.length, what: t("ends.notSeen", { n: notSeen.length }), items: notSeen, waits: true },
  ];
}

function goodToKnow(preview: RevocationPreview): Ending[] {
  const { given, given_count: all, security_definer_functions: functions, api_tokens: tokens } = preview;
  const stays = given.filter((each) => each.stays).length;
  const more = all > given.length ? [t("preview.more", { n: all - given.length })] : [];
  return [
    {
      n: all,
      what: t("ends.given", { n: all, stays, goOn: stays === 0 ? "none" : stays === all ? "all" : "some" }),
      items: [...given.map(giftInWords), ...more],
      short: t("ends.givenShort", { n: all }),
    },
    {
      n: functions.length,
      what: t("ends.functions", { n: functions.length }),
      items: functions.map((each) => t("ends.inDatabase", each)),
      short: t("ends.functionsShort", { n: functions.length }),
    },
    {
      n: tokens,
      what: t("ends.tokens", { n: tokens }),
      items: [],
      short: t("ends.tokensShort", { n: tokens }),
    },
  ];
}

function lockInWords(
  { object, login, application, pid: number }: RevocationPreview["locks"][number],
  since: string | null,
): string {
  const holder =
    application === ""
      ? (login ?? t("ends.aSession"))
      : login === null
        ? application
        : t("ends.programOf", { application, login });
  const pid = String(number);
  if (number === null)
    return since === null ? t("ends.lock", { object, holder }) : t("ends.lockSince", { object, holder, since });
  return since === null
    ? t("ends.lockPid", { object, holder, pid })
    : t("ends.lockPidSince", { object, holder, pid, since });
}

function giftInWords({ to, email, on, privileges, stays }: RevocationPreview["given"][number]): string {
  const what = privileges.length === 0 ? on : t("ends.privileges", { privileges: privileges.join(", "), object: on });
  return t("ends.gift", {
    what,
    to: email === null ? to : t("ends.person", { email, role: to }),
    stays: stays ? "yes" : "no",
  });
}
