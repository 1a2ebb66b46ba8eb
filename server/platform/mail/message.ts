export type MailMessage = {
  /** Stable over every attempt: becomes the Message-ID, so that a mail sent twice is known as one. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
};

export type SendResult =
  | { sent: true }
  /** `reason` is a sentence for people, without a secret and without the mail's link. */
  | { sent: false; permanent: boolean; reason: string };

export type Mailer = {
  /** Without an SMTP server mails are kept and shown at /mailbox; `send` is then not called. */
  delivers: boolean;
  /** Never throws: a refusal is a result. */
  send(message: MailMessage): Promise<SendResult>;
  close(): void;
};
