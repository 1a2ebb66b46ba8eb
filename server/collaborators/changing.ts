import type { Changing } from "@guestlist/contract";
import { toMend } from "../databases/connection-failure.ts";
import type { ListingRow } from "./listing.ts";

type Given = Pick<ListingRow, "login_state" | "login_access" | "login_until" | "access" | "until">;

/** Whether PostgreSQL was seen to give an access as the list has it: its level, and its end. */
export const isGiven = (row: Given): boolean =>
  row.login_state === "ready" && row.login_access === row.access && isSameEnd(row);

const isSameEnd = ({ login_until: seen, until }: Given): boolean => seen?.getTime() === until?.getTime();

/** Of a login that is used already, what of a change PostgreSQL does not follow yet; null when it does. */
export function viewChanging(row: ListingRow): Changing | null {
  if (row.status !== "accepted" || row.login_state !== "ready" || isGiven(row)) return null;
  return { level: row.login_access !== row.access, end: !isSameEnd(row), waiting: whyChangeWaits(row) };
}

/** Why PostgreSQL does not give an access as it was asked for, as far as is known; null while the work goes on. */
export function whyChangeWaits(row: ListingRow): string | null {
  const { database_name: name, email, access, login_access: given, server_reason: reason } = row;
  if (row.server_state !== "silent") return row.login_blocked === null ? null : `${name}: ${row.login_blocked}`;
  const mend = toMend({ state: row.server_state, reason });
  if (row.login_state !== "ready")
    return mend === null
      ? `${name} does not answer: the login of ${email} is made as soon as it does.`
      : `Guestlist cannot work on ${name} (${reason}): the login of ${email} is made once that is mended. ${mend}`;
  if (given !== access)
    return mend === null
      ? `${name} does not answer: ${email} still has ${given} access until it does.`
      : `Guestlist cannot work on ${name} (${reason}): ${email} still has ${given} access until that is mended. ${mend}`;
  return mend === null
    ? `${name} does not answer: the login of ${email} keeps the end it had in PostgreSQL, and gets the new one as soon as it does.`
    : `Guestlist cannot work on ${name} (${reason}): the login of ${email} keeps the end it had in PostgreSQL, and gets the new one once that is mended. ${mend}`;
}

export const changeTakesLonger = ({ email }: { readonly email: string }): string =>
  `Changing the access of ${email} takes longer than usual. It goes on, and the list shows what PostgreSQL still gives.`;
