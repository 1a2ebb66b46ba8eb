import type { Collaborator } from "@guestlist/contract";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { accessInOneLine, accessNow, silenceOf, type AccessNow } from "./access-line.ts";
import { AccessLine } from "./access-line.tsx";

const now = new Date(2026, 10, 24, 14, 6);
const at = (day: number, hours = 0, minutes = 0) => new Date(2026, 10, day, hours, minutes).toISOString();

const login: NonNullable<Collaborator["login"]> = {
  name: "jonas_k4e9",
  state: "ready",
  access: "full",
  until: null,
  blocked: null,
  sessions: 2,
  seen_at: at(24, 14, 4),
  last_login_at: null,
  watched_since: null,
  has_password: true,
};
const base = {
  status: "accepted" as Collaborator["status"],
  access: "full" as Collaborator["access"],
  changing: null as Collaborator["changing"],
  expired: false,
  login: login as Collaborator["login"],
  closing: null as Collaborator["closing"],
  closure_number: null as number | null,
  until: null as string | null,
  invitation_expires_at: at(31),
  mail_failed: null as string | null,
};
const closing = {
  requested_at: at(24, 14, 5),
  new_logins_refused_at: null,
  last_session_gone_at: null,
  sessions_left: null,
  waiting: null,
};
const words = (access: AccessNow) => `${access.word} / ${access.more.map((piece) => piece.text).join(", ")}`;

describe("each row of the state table", () => {
  test.each([
    [
      "pending",
      { ...base, status: "pending", login: null },
      false,
      "pending",
      "Not open / invitation lasts until 1 Dec",
    ],
    [
      "expired",
      { ...base, status: "pending", login: null, expired: true, invitation_expires_at: at(16) },
      false,
      "expired",
      "Not open / invitation expired 16 Nov",
    ],
    [
      "login being made",
      { ...base, login: { ...login, state: "making" } },
      false,
      "making",
      "Not open yet / login is being made",
    ],
    [
      "no login yet, silent server",
      { ...base, login: null },
      true,
      "making",
      "Not open yet / login waits for the server",
    ],
    [
      "login blocked",
      { ...base, login: { ...login, state: "making", blocked: "the name is taken" } },
      false,
      "making",
      "Not open yet / the name is taken",
    ],
    ["open", base, false, "open", "Open / 2 sessions now"],
    ["open, nobody in", { ...base, login: { ...login, sessions: 0 } }, false, "open", "Open / no session"],
    [
      "open, no password",
      { ...base, login: { ...login, has_password: false } },
      false,
      "open",
      "Open / no password made yet",
    ],
    [
      "ends within 7 days",
      { ...base, until: at(27, 14), login: { ...login, sessions: 0 } },
      false,
      "open",
      "Open / ends in 3 days, no session",
    ],
    ["server silent", base, true, "open", "Open / 2 sessions at 14:04"],
    ["the owner", { ...base, status: "owner" }, false, "owner", "Open / 2 sessions now"],
    [
      "revoke waits",
      { ...base, status: "revoking", closing },
      true,
      "revoking",
      "Still open / closes when the server answers",
    ],
    ["revoke just asked", { ...base, status: "revoking", closing }, false, "revoking", "Still open / closing now"],
    [
      "closing",
      { ...base, status: "revoking", closing: { ...closing, new_logins_refused_at: at(24, 14, 5), sessions_left: 1 } },
      false,
      "closing",
      "New logins refused / 1 session left",
    ],
    ["closed", { ...base, status: "ended", closure_number: 42 }, false, "closed", "Closed / receipt 0042"],
    ["withdrawn", { ...base, status: "ended", login: null }, false, "withdrawn", "Not open / invitation withdrawn"],
  ] as const)("%s", (_, collaborator, silent, state, said) => {
    const access = accessNow(collaborator, silent, now);
    expect(access.state).toBe(state);
    expect(words(access)).toBe(said);
  });

  test("a revoke is never drawn as shut before PostgreSQL refuses the login", () => {
    const access = accessNow({ ...base, status: "revoking", closing }, true, now);
    expect([access.asLastSeen, access.tone]).toEqual([true, "move"]);
    expect(renderToStaticMarkup(<AccessLine {...access} />)).toContain('class="room"');
  });

  test("an end more than a week away is not soon", () => {
    expect(accessNow({ ...base, until: new Date(2026, 11, 9).toISOString() }, false, now).endsSoon).toBe(false);
  });

  test("what PostgreSQL still gives of a level or an end that was changed is said, in one line too", () => {
    const changing = { level: true, end: false, waiting: null };
    const lowered = { ...base, access: "read-only" as const, changing };
    expect(words(accessNow(lowered, false, now))).toBe("Open / still full, 2 sessions now");
    expect(words(accessNow(lowered, true, now))).toBe(
      "Open / still full until the server answers, 2 sessions at 14:04",
    );
    expect(accessInOneLine(accessNow(lowered, "refuses", now))).toBe("Open, still full until the server lets us in");
    expect(words(accessNow({ ...base, changing: { level: false, end: true, waiting: null } }, false, now))).toBe(
      "Open / its end is not in PostgreSQL yet, 2 sessions now",
    );
  });

  test("of a server that refuses us it is said that it has to let us in", () => {
    expect(words(accessNow({ ...base, status: "revoking", closing }, "refuses", now))).toBe(
      "Still open / closes when the server lets us in",
    );
    expect(silenceOf({ state: "silent", to_mend: "Mend it." })).toBe("refuses");
    expect(silenceOf({ state: "silent", to_mend: null })).toBe(true);
    expect(silenceOf({ state: "answers", to_mend: null })).toBe(false);
  });

  test("one line says the most important", () => {
    const one = (of: Parameters<typeof accessNow>[0], silent = false) => accessInOneLine(accessNow(of, silent, now));
    expect(one(base)).toBe("Open, 2 sessions");
    expect(one({ ...base, until: at(27, 14) })).toBe("Open, ends in 3 days");
    expect(one({ ...base, status: "revoking", closing }, true)).toBe("Still open, revoking");
    expect(one({ ...base, status: "pending", login: null })).toBe("Not open, pending");
  });
});

describe("the drawing", () => {
  const drawing = (props: Parameters<typeof AccessLine>[0]) => renderToStaticMarkup(<AccessLine {...props} />);
  test("at most five sessions are drawn", () => {
    expect(drawing({ state: "open", sessions: 9 }).split('class="tick"')).toHaveLength(6);
  });
  test("a closed one has no room and a seal", () => {
    expect(drawing({ state: "closed", sessions: 3 })).not.toContain("room");
    expect(drawing({ state: "closed" })).toContain("seal");
  });
  test("it is hidden from screen readers", () => {
    expect(drawing({ state: "pending" })).toContain('aria-hidden="true"');
  });
});
