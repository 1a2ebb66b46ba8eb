import type { MailTemplate } from "../../platform/mail/content.ts";

/** Goes to the collaborator to whom the owner offers the database. */
export type TransferOfferedProps = {
  ownerEmail: string;
  databaseName: string;
  formerOwner: "stays" | "leaves";
  /** The page of the invitations, where it is answered. */
  link: string;
};

export const transferOfferedMail: MailTemplate<TransferOfferedProps> = {
  kind: "transfer-offered",
  compose(props, { recipient, host }) {
    const owner = { address: props.ownerEmail };
    const database = { whole: props.databaseName };
    return {
      subject: `${props.ownerEmail} offers you the ownership of ${props.databaseName}`,
      preview: "Nothing changes until you accept.",
      heading: [owner, " offers you the ownership of ", database],
      line: { start: "disc", way: "solid", door: "open" },
      body: [
        [
          "If you accept, ",
          database,
          " is yours: you decide who collaborates, and you alone may rename, transfer or delete it. Your login stays, and works as the database’s owner.",
        ],
        [
          owner,
          props.formerOwner === "leaves"
            ? " leaves: their access is ended."
            : " stays a collaborator with full access.",
        ],
      ],
      button: { label: "See the offer", href: props.link },
      notes: [
        ["It is for ", { address: recipient }, ". Nothing changes until you accept; you can decline on the page."],
      ],
      footer: [
        [
          "You did not expect this? Ignore this e-mail: nothing happens without you. Guestlist at ",
          { whole: host },
          " sent it.",
        ],
      ],
    };
  },
};
