import type { MailTemplate } from "../../platform/mail/content.ts";

/** Goes to whoever offered the database. */
export type TransferAnsweredProps = {
  personEmail: string;
  databaseName: string;
  accepted: boolean;
  formerOwner: "stays" | "leaves";
  link: string;
};

export const transferAnsweredMail: MailTemplate<TransferAnsweredProps> = {
  kind: "transfer-answered",
  compose(props, { host }) {
    const person = { address: props.personEmail };
    const database = { whole: props.databaseName };
    const did = props.accepted ? "owns" : "declined to own";
    return {
      subject: `${props.personEmail} ${props.accepted ? "now owns" : "declined"} ${props.databaseName}`,
      preview: props.accepted ? "The transfer that you asked for is done." : "The database stays yours.",
      heading: [person, ` ${did} `, database],
      line: { start: "disc", way: "solid", door: props.accepted && props.formerOwner === "leaves" ? "shut" : "open" },
      body: [
        props.accepted
          ? [
              "The transfer that you asked for is done. ",
              props.formerOwner === "leaves"
                ? "You leave, as you chose: your login is being closed, and its receipt follows."
                : "You are a collaborator with full access, as you chose. Your login and its password stay.",
            ]
          : ["The database stays yours, and nothing has changed. You may offer it to somebody else."],
      ],
      button: { label: "See the databases", href: props.link },
      footer: [["Guestlist at ", { whole: host }, " sent this because you offered ", database, " to ", person, "."]],
    };
  },
};
