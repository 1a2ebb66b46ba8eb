import type { EventType, RecordedEvent } from "./event.ts";

/** A piece of a sentence; `mark` says how to set it. */
export interface Phrase {
  readonly text: string;
  /** `time`: an instant in UTC, for who has no clock to show it by; `rest`: may stand apart, under the sentence. */
  readonly mark?: "strong" | "move" | "stop" | "code" | "time" | "rest";
  /** Of a `time`. */
  readonly at?: string;
}

/** One event as a sentence for `reader`, in the words of dashboard and command line alike. */
export function describeEvent(event: RecordedEvent, reader: string | null): Phrase[] {
  const words = sentences[event.type as EventType];
  return words === undefined
    ? [{ text: event.type }]
    : words(new Telling(event, reader)).filter((phrase) => phrase.text !== "");
}

export const plainText = (phrases: readonly Phrase[]): string => phrases.map((phrase) => phrase.text).join("");

class Telling {
  readonly event: RecordedEvent;
  readonly reader: string | null;
  constructor(event: RecordedEvent, reader: string | null) {
    this.event = event;
    this.reader = reader;
  }
  /** The actor at the start of a sentence. */
  get actor(): Phrase {
    if (this.event.actor_email === null) return { text: "Guestlist" };
    return this.event.actor_email === this.reader ? { text: "You" } : { text: this.event.actor_email, mark: "strong" };
  }
  get subject(): Phrase {
    if (this.event.subject_email === null) return { text: "somebody" };
    return this.event.subject_email === this.reader
      ? { text: "you" }
      : { text: this.event.subject_email, mark: "strong" };
  }
  /** "your" or "the … of x@y". */
  of(noun: string): Phrase[] {
    return this.event.subject_email === this.reader
      ? [{ text: `your ${noun}` }]
      : [{ text: `the ${noun} of ` }, this.subject];
  }
  data(name: string): string {
    const value = this.event.data[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  }
}

const t = (text: string): Phrase => ({ text });
const upper = ([first, ...rest]: Phrase[]): Phrase[] =>
  first === undefined ? [] : [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest];
const fourDigits = (number: string): string => number.padStart(4, "0");
const seconds = (ms: string): string => `${(Number(ms) / 1000).toFixed(3)} s`;

/** `2027-01-31 23:59 UTC` */
const minute = (iso: string): Phrase => ({ text: `${iso.slice(0, 16).replace("T", " ")} UTC`, mark: "time", at: iso });
const endOf = (it: Telling): Phrase[] =>
  it.data("until") === ""
    ? [t(" took the end date from "), ...it.of("access")]
    : [t(" set the end of "), ...it.of("access"), t(" to "), minute(it.data("until"))];

function changeInWords(to: string): string {
  if (to === "move") return " asked to move the ownership to a role that cannot log in";
  if (to === "keep") return " asked to return the ownership to the login that had it";
  return to === "owner"
    ? " kept the management of collaborators to the owner"
    : " let collaborators with full access manage collaborators";
}

const sentences: Record<EventType, (it: Telling) => Phrase[]> = {
  "account.created": (it) => [it.actor, t(" made an account")],
  "account.verified": (it) => [it.actor, t(" verified the address")],
  "account.password_changed": (it) => [it.actor, t(" changed the account's password")],
  "account.username_changed": (it) => [
    it.actor,
    t(" changed the username from "),
    { text: it.data("from"), mark: "code" },
    t(" to "),
    { text: it.data("to"), mark: "code" },
  ],
  "account.sessions_ended": (it) => [it.actor, t(` signed out browsers: ${it.data("ended")}`)],
  "account.token_created": (it) => [it.actor, t(" made the API token "), { text: it.data("name"), mark: "code" }],
  "account.token_ended": (it) => [it.actor, t(" ended the API token "), { text: it.data("name"), mark: "code" }],
  "database.created": (it) => [it.actor, t(" created the database")],
  "database.attached": (it) => [it.actor, t(` attached the database on ${it.data("server")}`)],
  "database.ready": () => [t("The database is ready")],
  "database.blocked": (it) => [t("The database waits: "), t(it.data("reason"))],
  "database.changed": (it) => [it.actor, t(changeInWords(it.data("collaborators_managed_by") || it.data("ownership")))],
  "database.deleting": (it) => [
    it.actor,
    t(
      it.data("data") === "drop"
        ? " asked to delete the database and its data"
        : " asked to delete the database here and to keep its data",
    ),
  ],
  "database.deleted": (it) => [
    t(
      it.data("data") === "drop"
        ? "The database and its data are deleted"
        : "The database is deleted here; its data is kept",
    ),
  ],
  "database.ownership_moved": (it) => [
    t("Ownership moved from "),
    { text: it.data("from"), mark: "code" },
    t(" to "),
    { text: it.data("to"), mark: "code" },
  ],
  "database.ownership_returned": (it) => [
    t("Ownership returned from "),
    { text: it.data("from"), mark: "code" },
    t(" to "),
    { text: it.data("to"), mark: "code" },
  ],
  "database.renamed": (it) => [
    it.actor,
    t(` renamed the database from ${it.data("from")} to ${it.data("to")}; in PostgreSQL it keeps its name`),
  ],
  "transfer.offered": (it) => [it.actor, t(" offered the database to "), it.subject],
  "transfer.accepted": (it) => [
    it.actor,
    t(" became the owner; "),
    it.subject,
    t(
      it.data("former_owner") === "leaves" ? ", who owned it before, leaves" : ", who owned it before, has full access",
    ),
  ],
  "transfer.declined": (it) => [it.actor, t(" declined to become the owner")],
  "transfer.withdrawn": (it) =>
    it.data("reason") === ""
      ? [it.actor, t(" took back the offer of the database to "), it.subject]
      : [t("The offer of the database to "), it.subject, t(" came to its end")],
  "server.unreachable": (it) =>
    it.event.data["refuses"] === true
      ? [t(`Guestlist can no longer work on the server ${it.data("server")}: ${it.data("reason")}`)]
      : [t(`The server ${it.data("server")} stopped answering`)],
  "server.answered": (it) =>
    it.event.data["refused"] === true
      ? [t(`Guestlist can work on the server ${it.data("server")} again`)]
      : [t(`The server ${it.data("server")} answers again`)],
  "server.timeline_changed": (it) => [
    t(`The server ${it.data("server")} has failed over, or was restored from a backup`),
  ],
  "collaborator.invited": (it) => [it.actor, t(" invited "), it.subject, t(` with ${it.data("access")} access`)],
  "invitation.resent": (it) => [it.actor, t(" resent "), ...it.of("invitation")],
  "invitation.link_copied": (it) => [it.actor, t(" made a link for "), ...it.of("invitation")],
  "invitation.mail_failed": (it) => [
    t("The invitation mail to "),
    it.subject,
    { text: " could not be delivered", mark: "stop" },
    t(`: ${it.data("reason")}`),
  ],
  "invitation.declined": (it) => [it.actor, t(" declined the invitation")],
  "invitation.withdrawn": (it) => [it.actor, t(" withdrew "), ...it.of("invitation")],
  "invitation.expired": (it) => [...upper(it.of("invitation")), t(" expired")],
  "collaborator.accepted": (it) => [it.actor, t(" accepted the invitation")],
  "collaborator.access_changed": (it) =>
    it.data("from") === it.data("to")
      ? [it.actor, ...endOf(it)]
      : [it.actor, t(" changed "), ...it.of("access"), t(` from ${it.data("from")} to ${it.data("to")}`)],
  "collaborator.end_announced": (it) => [
    it.actor,
    t(" announced that "),
    ...it.of("access"),
    t(" ends on "),
    minute(it.data("until")),
  ],
  "collaborator.revoking": (it) =>
    it.data("reason") === "expired"
      ? [...upper(it.of("access")), t(" came to its end date")]
      : it.data("reason") === "by_hand"
        ? [t("An administrator ended "), ...it.of("access"), t(" in PostgreSQL by hand")]
        : [it.actor, t(" revoked "), ...it.of("access")],
  "collaborator.left": (it) => [it.actor, t(" left")],
  // Without a number there never was a login, so there is no receipt.
  "collaborator.ended": (it) => [
    ...upper(it.of("access")),
    t(" ended"),
    it.data("closure_number") === ""
      ? t(", before there was a login")
      : {
          text: `. Receipt ${fourDigits(it.data("closure_number"))}: new logins refused after ${seconds(it.data("refused_after_ms"))}, last session gone after ${seconds(it.data("gone_after_ms"))}`,
          mark: "rest",
        },
  ],
  "login.ready": (it) => [
    ...upper(it.of("login")),
    t(", "),
    { text: it.data("login_name"), mark: "code" },
    t(`, is ready with ${it.data("access")} access`),
  ],
  "login.blocked": (it) => [...upper(it.of("login")), { text: " waits: ", mark: "move" }, t(it.data("reason"))],
  "login.password_changed": (it) => [it.actor, t(" made a new password")],
  "login.dropped": (it) => [t("The login "), { text: it.data("login_name"), mark: "code" }, t(" was dropped")],
  "database_user.created": (it) => [
    it.actor,
    t(" asked for an application's login, "),
    { text: it.data("login_name"), mark: "code" },
    t(`, with ${it.data("access")} access`),
  ],
  "database_user.ready": (it) => [
    t("The application's login "),
    { text: it.data("login_name"), mark: "code" },
    t(" is ready"),
  ],
  "database_user.blocked": (it) => [
    t("The application's login "),
    { text: it.data("login_name"), mark: "code" },
    { text: " waits: ", mark: "move" },
    t(it.data("reason")),
  ],
  "database_user.deleting": (it) => [
    it.actor,
    t(" asked to delete the application's login "),
    { text: it.data("login_name"), mark: "code" },
  ],
  "database_user.deleted": (it) => [
    t("The application's login "),
    { text: it.data("login_name"), mark: "code" },
    t(` is deleted; sessions ended: ${it.data("sessions_ended")}, objects moved: ${it.data("objects_moved")}`),
    ...(it.data("moved_to") === "" ? [] : [t(" to "), { text: it.data("moved_to"), mark: "code" } as const]),
  ],
  "database_user.password_changed": (it) => [
    it.actor,
    t(" made a new password for the application's login "),
    { text: it.data("login_name"), mark: "code" },
    ...(it.data("sessions_ended") === "" ? [] : [t(`; sessions ended: ${it.data("sessions_ended")}`)]),
  ],
  "firewall_rule.added": (it) => [it.actor, t(" added to the firewall: "), { text: it.data("cidr"), mark: "code" }],
  "firewall_rule.removed": (it) => [
    it.actor,
    t(" removed from the firewall: "),
    { text: it.data("cidr"), mark: "code" },
  ],
  "firewall.enforced": (it) => [
    t(`PostgreSQL follows the firewall; rules: ${it.data("rules")}, sessions ended: ${it.data("sessions_ended")}`),
  ],
  "closure.decided": (it) => [
    it.actor,
    t(` ${it.data("decision")} `),
    { text: it.data("name"), mark: "code" },
    t(", which "),
    it.subject,
    t(` could still use (receipt ${it.data("closure_number").padStart(4, "0")})`),
  ],
  "review.started": (it) => [it.actor, t(` started access review ${fourDigits(it.data("review_number"))}`)],
  "review.decided": (it) => [
    it.actor,
    t(it.data("decision") === "keep" ? " kept " : " ended "),
    ...it.of("access"),
    t(` in access review ${fourDigits(it.data("review_number"))}`),
  ],
  "review.finished": (it) => [
    it.actor,
    t(
      ` finished access review ${fourDigits(it.data("review_number"))}: ${it.data("kept")} kept, ${it.data("ended")} ended`,
    ),
  ],
  "review.discarded": (it) => [it.actor, t(` discarded access review ${fourDigits(it.data("review_number"))}`)],
  "access.drift_found": (it) => [{ text: "Drift: ", mark: "stop" }, t(it.data("found")), t(", outside Guestlist")],
  "access.repaired": (it) => [t("Repaired: "), t(it.data("what"))],
};
