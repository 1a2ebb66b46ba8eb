import type { MailTemplate, Moment, Words } from "../../platform/mail/content.ts";
import { minuteOf } from "../../platform/mail/content.ts";

/** Goes to the person whose access is about to end, and to whoever answers for it. */
export type AccessEndingProps = {
  databaseName: string;
  personEmail: string;
  endsAt: Moment;
  /** Of whom the person can ask for more time; of the database's owner where the inviter is gone. */
  askEmail: string;
  /** The page on which the end can be moved; null in the person's own mail. */
  link: string | null;
};

export const accessEndingMail: MailTemplate<AccessEndingProps> = {
  kind: "access-ending",
  compose(props, { recipient, host }) {
    const words = props.link === null ? toPerson(props) : toInviter(props, props.link);
    return {
      ...words,
      line: { start: "disc", way: "solid", door: "open" },
      facts: [
        ["Database", [{ whole: props.databaseName }]],
        ["Access ends", [{ whole: minuteOf(props.endsAt) }]],
      ],
      footer: [
        [
          "Guestlist at ",
          { whole: host },
          " sent this to ",
          { address: recipient },
          props.link === null
            ? " because this address is a collaborator of "
            : " because you answer for this access to ",
          { whole: props.databaseName },
          ".",
        ],
      ],
      usefulUntil: new Date(props.endsAt),
    };
  },
};

interface Told {
  subject: string;
  preview: string;
  heading: Words;
  body: readonly Words[];
  button?: { label: string; href: string };
}

const toPerson = ({ databaseName, endsAt, askEmail }: AccessEndingProps): Told => ({
  subject: `Your access to ${databaseName} ends on ${minuteOf(endsAt)}`,
  preview: `Ask ${askEmail} if you need it for longer.`,
  heading: ["Your access to ", { whole: databaseName }, " ends soon"],
  body: [
    [
      "From ",
      { strong: minuteOf(endsAt) },
      " on PostgreSQL refuses your login, and sessions that are open then are ended. What you own in the database is kept, for its owner to review.",
    ],
    ["You need it for longer? Ask ", { address: askEmail }, "."],
  ],
});

const toInviter = ({ databaseName, endsAt, personEmail }: AccessEndingProps, link: string): Told => ({
  subject: `Access of ${personEmail} to ${databaseName} ends on ${minuteOf(endsAt)}`,
  preview: "Move the end if they need it for longer.",
  heading: ["Access of ", { address: personEmail }, " to ", { whole: databaseName }, " ends soon"],
  body: [
    [
      "On ",
      { strong: minuteOf(endsAt) },
      " it is revoked, as it would be by hand: their login is closed and their sessions are ended. There is nothing that you have to do. If they need it for longer, move the end.",
    ],
  ],
  button: { label: "See the collaborators", href: link },
});
