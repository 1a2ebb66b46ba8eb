import type { MailTemplate } from "../../platform/mail/content.ts";

/** Goes to the person who invited. */
export type AcceptedProps = {
  inviteeEmail: string;
  databaseName: string;
  /** The page with the collaborators of the database. */
  link: string;
};

export const acceptedMail: MailTemplate<AcceptedProps> = {
  kind: "accepted",
  compose(props, { host }) {
    const invitee = { address: props.inviteeEmail };
    const database = { whole: props.databaseName };
    return {
      subject: `${props.inviteeEmail} accepted your invitation to ${props.databaseName}`,
      preview: "A PostgreSQL login of their own is being made.",
      heading: [invitee, " accepted your invitation to ", database],
      line: { start: "disc", way: "solid", door: "open" },
      body: [
        [
          "A PostgreSQL login of their own is being made on ",
          database,
          ". On the page you see when it is ready, and when they are connected.",
        ],
      ],
      button: { label: "See the collaborators", href: props.link },
      footer: [
        [
          "You did not expect this? You can revoke the access on the same page. Guestlist at ",
          { whole: host },
          " sent this because you invited ",
          invitee,
          ".",
        ],
      ],
    };
  },
};
