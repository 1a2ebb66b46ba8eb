import type { AccessLevel } from "@guestlist/contract";
import type { MailTemplate, Moment, Run, Words } from "../../platform/mail/content.ts";
import { minuteOf } from "../../platform/mail/content.ts";

export type InvitationProps = {
  inviterEmail: string;
  databaseName: string;
  access: AccessLevel;
  /** With the token in its fragment, which no server log sees. */
  link: string;
  expiresAt: Moment;
  /** When the access will end by itself. */
  until?: Moment | null;
};

export const invitationMail: MailTemplate<InvitationProps> = {
  kind: "invitation",
  compose(props, { recipient, host }) {
    const inviter: Run = { address: props.inviterEmail };
    const database: Run = { whole: props.databaseName };
    const expires = minuteOf(props.expiresAt);
    return {
      subject: `${props.inviterEmail} invites you to ${props.databaseName}`,
      preview: `You get a PostgreSQL login of your own. Answer by ${expires}.`,
      heading: [inviter, " invites you to ", database],
      line: { start: "ring", way: "dots", door: "open" },
      body: [whatYouGet(props.access, database), ...endOfAccess(props.until)],
      button: { label: "See the invitation", href: props.link },
      notes: [
        [
          "The invitation is for ",
          { address: recipient },
          ", works once, and lasts until ",
          { strong: expires },
          ". You can accept or decline on the page.",
        ],
      ],
      footer: [
        [
          "You do not know ",
          inviter,
          ", or did not expect this? Ignore this e-mail: nothing happens without you. Guestlist at ",
          { whole: host },
          " sent it.",
        ],
      ],
      usefulUntil: new Date(props.expiresAt),
    };
  },
};

const mayDo: Record<AccessLevel, string> = {
  full: ": you work as the database’s owner and may manage collaborators.",
  "read-write": ": you read and change rows, and cannot change tables.",
  "read-only": ": you read rows, and change nothing.",
};

function whatYouGet(access: AccessLevel, database: Run): Words {
  return [
    "If you accept, you get a PostgreSQL login of your own on ",
    database,
    ", with ",
    { strong: `${access} access` },
    mayDo[access],
  ];
}

function endOfAccess(until: Moment | null | undefined): Words[] {
  return until ? [["Your access ends by itself on ", { strong: minuteOf(until) }, "."]] : [];
}
