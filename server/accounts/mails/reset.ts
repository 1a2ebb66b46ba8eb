import type { MailTemplate, Moment } from "../../platform/mail/content.ts";
import { minuteOf } from "../../platform/mail/content.ts";

export type ResetProps = {
  /** With the token in its fragment, which no server log sees. */
  link: string;
  expiresAt: Moment;
};

export const resetMail: MailTemplate<ResetProps> = {
  kind: "reset",
  compose({ link, expiresAt }, { recipient, host }) {
    const expires = minuteOf(expiresAt);
    return {
      subject: "Set a new password for Guestlist",
      preview: `Somebody asked for this. The link lasts until ${expires}.`,
      heading: ["Set a new password"],
      body: [
        [
          "Somebody asked for a new password for the Guestlist account of ",
          { address: recipient },
          ". It is the password for signing in to Guestlist; the passwords of your PostgreSQL logins stay as they are.",
        ],
      ],
      button: { label: "Set a new password", href: link },
      notes: [
        [
          "The link works once, and lasts until ",
          { strong: expires },
          ". Your present password works until you set the new one.",
        ],
      ],
      footer: [["It was not you? Ignore this e-mail: nothing changes. Guestlist at ", { whole: host }, " sent it."]],
      usefulUntil: new Date(expiresAt),
    };
  },
};
