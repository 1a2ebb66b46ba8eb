import type { RecordedEvent } from "@guestlist/contract";
import { receiptNumber } from "../access-line/access-line.ts";
import { dayAndTime } from "../ui/time.ts";
import { said } from "../strings/said.ts";

export type Told = Record<string, string | number>;

/** What the sentences of events have in them, for `reader`. What an event does not have is empty. */
export function valuesOf(event: RecordedEvent, reader: string): Told {
  const { actor_email: actor, subject_email: subject, data } = event;
  const text = (name: string): string => textOf(data[name]);
  const number = (name: string): number => Number(text(name)) || 0;
  const time = (name: string): string => (text(name) === "" ? "" : dayAndTime(new Date(text(name)), new Date()));
  const receipt = text("closure_number") === "" ? "none" : receiptNumber(number("closure_number"));
  return {
    actor: actor === null ? "us" : actor === reader ? "you" : "other",
    actorEmail: actor ?? "",
    subject: subject === null ? "nobody" : subject === reader ? "you" : "other",
    subjectEmail: subject ?? "",
    from: text("from"),
    to: text("to"),
    name: text("name"),
    server: text("server"),
    refuses: data["refuses"] === true || data["refused"] === true ? "yes" : "no",
    cidr: text("cidr"),
    rules: number("rules"),
    login: text("login_name"),
    data: text("data"),
    cause: text("reason") || "none",
    reason: said(text("reason")),
    found: said(text("found")),
    what: said(text("what")),
    former: text("former_owner"),
    decision: text("decision"),
    change: changeOf(text),
    until: time("until"),
    level: levelOf(text("access")),
    fromLevel: levelOf(text("from")),
    toLevel: levelOf(text("to")),
    receipt,
    review: receiptNumber(number("review_number")),
    n: event.type === "account.sessions_ended" ? number("ended") : number("sessions_ended"),
    counted: text("sessions_ended") === "" ? "no" : "yes",
    moved: number("objects_moved"),
    heir: text("moved_to") || "none",
    kept: number("kept"),
    ended: number("ended"),
  };
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** Names of choices in a message have no hyphen. */
const levelOf = (access: string): string => (access === "read-write" ? "readWrite" : access);

function changeOf(text: (name: string) => string): string {
  const setting = text("collaborators_managed_by") || text("ownership");
  if (setting !== "") return setting;
  if (text("from") !== text("to")) return "level";
  return text("until") === "" ? "endless" : "end";
}
