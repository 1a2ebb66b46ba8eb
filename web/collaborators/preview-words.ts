import { bytesInWords, pluralOfKind, type RevocationPreview } from "@guestlist/contract";
import { t } from "../strings/revoking.ts";
import { sinceTime } from "../ui/time.ts";
import { counted, decimals, listed } from "../ui/words.ts";

type Session = RevocationPreview["sessions"][number];

/** "DataGrip from 10.4.2.17, in a transaction for 12 s: its changes will be undone" */
export function sessionInWords(session: Session, now: Date): string {
  const name = session.application || t("session.noName");
  const program = session.client === null ? name : t("session.from", { program: name, client: session.client });
  if (session.transaction_s !== null)
    return t("session.transaction", { program, span: spanInWords(session.transaction_s) });
  const since = sinceTime(new Date(session.since), now);
  // The state is PostgreSQL's own word.
  return session.state === ""
    ? t("session.since", { program, since })
    : t("session.sinceState", { program, since, state: session.state });
}

/** "12 tables (1.2 MB), 1 view and 1 function" */
export function objectsInWords(objects: RevocationPreview["objects"]): string {
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  return listed(
    [...byKind].map(([kind, each]) => {
      const size = sizeInWords(each.reduce<number | null>((sum, { bytes }) => add(sum, bytes), null));
      const n = each.reduce((sum, { count }) => sum + count, 0);
      const words = kindInWords(kind, n);
      return size === null ? words : t("objects.sized", { objects: words, size });
    }),
  );
}

const add = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : one + other;

/** As PostgreSQL says it: its units are 1024. */
function sizeInWords(bytes: number | null): string | null {
  const [digits = "", unit = ""] = bytesInWords(bytes)?.split(" ") ?? [];
  if (digits === "") return null;
  return t("objects.size", { n: decimals(Number(digits), digits.split(".")[1]?.length ?? 0), unit });
}

const kinds = [
  "table",
  "view",
  "materialized_view",
  "foreign_table",
  "sequence",
  "index",
  "schema",
  "function",
  "procedure",
  "aggregate",
  "type",
  "large_object",
] as const;

/** Kinds that are rare have PostgreSQL's own word. */
function kindInWords(kind: string, n: number): string {
  const known = kinds.find((each) => each === kind.replaceAll(" ", "_"));
  return known === undefined ? counted(n, kind, pluralOfKind(kind)) : t(`objects.${known}`, { n });
}

function spanInWords(seconds: number): string {
  if (seconds < 120) return t("session.seconds", { n: Math.round(seconds) });
  return seconds < 7200
    ? t("session.minutes", { n: Math.round(seconds / 60) })
    : t("session.hours", { n: Math.round(seconds / 3600) });
}
