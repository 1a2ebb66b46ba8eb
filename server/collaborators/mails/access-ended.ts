import type { Closure } from "@guestlist/contract";
import type { MailTemplate, Moment, Words } from "../../platform/mail/content.ts";
import { millisecondOf, minuteOf } from "../../platform/mail/content.ts";

/** Goes to the person whose access has ended, once the closure is stored. */
export type AccessEndedProps = {
  databaseName: string;
  endedAt: Moment;
  loginName: string;
  /** Why it ended; `revoked` when not given, or `left` when `by` is "you". */
  reason?: Closure["reason"];
  /** The address of the owner or manager who did it, "you", or null where nobody did. */
  by: string | null;
  receiptNumber: number;
  newLoginsRefusedAt: Moment;
  lastSessionGoneAt: Moment;
};

export const accessEndedMail: MailTemplate<AccessEndedProps> = {
  kind: "access-ended",
  compose(props, { recipient, host }) {
    const database = { whole: props.databaseName };
    return {
      subject: `Your access to ${props.databaseName} has ended`,
      preview: `Your login is closed since ${minuteOf(props.lastSessionGoneAt)}.`,
      heading: ["Your access to ", database, " has ended"],
      line: { start: "disc", way: "solid", door: "shut" },
      body: [
        [
          ...cause(props),
          " Your login ",
          { code: props.loginName },
          " is closed: PostgreSQL refuses it, and no session of it is left.",
        ],
      ],
      facts: [
        ["Ended", millisecondOf(props.endedAt)],
        ["Login", [{ code: props.loginName }]],
        ["New logins refused", millisecondOf(props.newLoginsRefusedAt)],
        ["Last session gone", millisecondOf(props.lastSessionGoneAt)],
        ["Closure receipt", [String(props.receiptNumber).padStart(4, "0")]],
      ],
      notes: [["Objects that you owned in the database were kept, for its owner to review."]],
      footer: [
        [
          "Guestlist at ",
          { whole: host },
          " sent this to ",
          { address: recipient },
          " because this address was a collaborator of ",
          database,
          ".",
        ],
      ],
    };
  },
};

function cause({ by, reason, databaseName }: AccessEndedProps): Words {
  const database = { whole: databaseName };
  if (reason === "left" || by === "you") return ["You left ", database, "."];
  if (reason === "expired") return ["Your access to ", database, " had an end date, which has come."];
  const who = by === null ? "Guestlist" : { address: by };
  if (reason === "database_deleted") return [who, " deleted the database ", database, "."];
  return [who, " revoked your access to ", database, "."];
}
