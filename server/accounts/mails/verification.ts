import type { MailTemplate, Moment } from "../../platform/mail/content.ts";
import { minuteOf } from "../../platform/mail/content.ts";

export type VerificationProps = {
  username: string;
  /** With the token in its fragment, which no server log sees. */
  link: string;
  expiresAt: Moment;
};

export const verificationMail: MailTemplate<VerificationProps> = {
  kind: "verification",
  compose({ username, link, expiresAt }, { recipient, host }) {
    const expires = minuteOf(expiresAt);
    return {
      subject: "Verify your e-mail address",
      preview: `This shows that the address is yours. The link lasts until ${expires}.`,
      heading: ["Verify your e-mail address"],
      body: [
        [
          "The account ",
          { strong: username },
          " was made with the address ",
          { address: recipient },
          ". Verify that it is yours: invitations to it can be accepted only then.",
        ],
      ],
      button: { label: "Verify the address", href: link },
      notes: [["The link works once, and lasts until ", { strong: expires }, "."]],
      footer: [
        [
          "You did not make this account? Ignore this e-mail: the address stays unverified. Guestlist at ",
          { whole: host },
          " sent it.",
        ],
      ],
      usefulUntil: new Date(expiresAt),
    };
  },
};
