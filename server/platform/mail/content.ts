/** A run of words; values from people are always in a run of their own, never inside markup. */
export type Run =
  | string
  | { strong: string }
  /** A name or a time that stays on one line while it is short enough. */
  | { whole: string }
  /** An e-mail address: never cut, it may only break before the @ and after a dot. */
  | { address: string }
  | { code: string };

export type Words = readonly Run[];

/** The picture under the heading: what lies behind is solid, what lies ahead is dotted. */
export type Line = { start: "ring" | "disc"; way: "dots" | "solid"; door: "open" | "shut" };

/**
 * What a mail says, as data. The HTML part and the text part are both made from it, so that they
 * cannot tell different stories, and a link is written out whole in each.
 */
export type MailContent = {
  subject: string;
  /** The line that mail programs show beside the subject. */
  preview: string;
  heading: Words;
  line?: Line;
  body: readonly Words[];
  facts?: readonly (readonly [label: string, value: Words])[];
  button?: { label: string; href: string };
  notes?: readonly Words[];
  footer: readonly Words[];
  /** After this moment the mail is not worth sending any more, since its link has expired. */
  usefulUntil?: Date;
};

export type MailContext = {
  /** The address the mail goes to. */
  recipient: string;
  /** Host and port of PUBLIC_URL, to say which installation wrote. */
  host: string;
};

/**
 * One kind of mail. `props` are kept sealed as JSON between the journey that asks for the mail and
 * the job that writes it: a Date in them arrives as a string.
 */
export type MailTemplate<Props = unknown> = {
  kind: string;
  compose(props: Props, context: MailContext): MailContent;
};

/** A moment as a journey has it (Date) or as it comes back from JSON (ISO 8601). */
export type Moment = Date | string;

/** "Tue 1 Dec 2026, 11:20 UTC" */
export function minuteOf(moment: Moment): string {
  return `${dayOf(moment)}, ${timeOf(moment, { hour: "2-digit", minute: "2-digit" })}`;
}

/** "Tue 24 Nov 2026, 14:07:31.210 UTC", in two pieces that each stay on a line. */
export function millisecondOf(moment: Moment): Words {
  const precise = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 } as const;
  return [{ whole: `${dayOf(moment)},` }, " ", { whole: timeOf(moment, precise) }];
}

function dayOf(moment: Moment): string {
  const fields = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  const parts = new Intl.DateTimeFormat("en-US", fields).formatToParts(new Date(moment));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}`;
}

function timeOf(moment: Moment, fields: Intl.DateTimeFormatOptions): string {
  return `${new Intl.DateTimeFormat("en-GB", { ...fields, timeZone: "UTC" }).format(new Date(moment))} UTC`;
}

/**
 * A value from outside as one harmless line: no line break (a header would end there), no control
 * character, and none of the marks that turn the direction of writing and make an address look
 * like another one.
 */
export function oneLine(value: string): string {
  return value
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .trim();
}
