import { describeEvent, eventTypes, plainText, type EventType, type RecordedEvent } from "@guestlist/contract";
import { renderToStaticMarkup } from "react-dom/server";
import { createElement } from "react";
import { afterEach, describe, expect, test } from "vitest";
import * as french from "../strings/fr/index.ts";
import * as words from "../strings/fr/server.ts";
import { use } from "../strings/language.ts";
import { Sentence } from "./sentence.tsx";

const [ana, ben] = ["ana@example.com", "ben@example.com"];

function eventOf(type: string, of: Partial<RecordedEvent> = {}): RecordedEvent {
  const about = { actor_email: ana, subject_email: ben, database_id: null, data: {} };
  return { id: "1", at: "2026-11-24T14:07:31.000Z", type, ...about, ...of };
}
const drawn = (event: RecordedEvent, reader = "carla@example.com"): string =>
  renderToStaticMarkup(createElement(Sentence, { event, reader }))
    .replaceAll(/<wbr\/?>|<\/?(strong|code|span)[^>]*>/g, "")
    .replaceAll("\u00a0", " ");

/** For every type the values that choose between its words. */
const data: Partial<Record<EventType, Record<string, unknown>[]>> = {
  "collaborator.invited": ["full", "read-write", "read-only"].map((access) => ({ access })),
  "database.changed": [
    { collaborators_managed_by: "owner" },
    { collaborators_managed_by: "full" },
    { ownership: "move" },
    { ownership: "keep" },
  ],
  "server.unreachable": [
    { server: "db-1", reason: "nothing listens at its address" },
    { server: "db-1", reason: "it refuses the admin connection's password", refuses: true },
  ],
  "server.answered": [
    { server: "db-1", silent_s: 3 },
    { server: "db-1", silent_s: 3, refused: true },
  ],
  "collaborator.access_changed": [
    { from: "full", to: "read-only" },
    { until: "2027-01-31T23:59:00.000Z" },
    { until: null },
    { from: "full", to: "full", until: "2027-01-31T23:59:00.000Z" },
    { from: "full", to: "full", until: null },
  ],
  "collaborator.revoking": [{}, { reason: "expired" }, { reason: "by_hand" }],
  "collaborator.ended": [{}, { closure_number: 42, refused_after_ms: 412, gone_after_ms: 1024 }],
  "database.deleted": [{ data: "drop" }, { data: "keep" }],
  "transfer.accepted": [{ former_owner: "leaves" }, { former_owner: "full" }],
  "transfer.withdrawn": [{}, { reason: "access_ended" }],
  "database_user.deleted": [{ login_name: "app", sessions_ended: 1, objects_moved: 2, moved_to: "app_owner" }],
  "review.decided": [
    { review_number: 3, decision: "keep" },
    { review_number: 3, decision: "end" },
  ],
};

afterEach(() => use("en", null));

describe("An event in French", () => {
  test.each(eventTypes)("%s is a French sentence for everybody who may read it", (type) => {
    use("fr", french, words);
    for (const of of data[type] ?? [{}])
      for (const actor_email of [ana, null])
        for (const subject_email of [ben, null])
          for (const reader of [ana, ben, "carla@example.com"]) {
            const event = eventOf(type, { actor_email, subject_email, data: of });
            const words = drawn(event, reader);
            expect(words).not.toMatch(/\{|\}|undefined|NaN|\b(you|your|the|was|has|of|somebody)\b/i);
            expect(words).toMatch(/^\p{Lu}|@/u);
            expect(words).not.toBe(type);
            expect(words).not.toBe(plainText(describeEvent(event, reader)));
          }
  });

  test("nothing stands in the French catalog that is no event", () => {
    const told = Object.entries(words.events).flatMap(([noun, all]) =>
      Object.keys(all).map((each) => `${noun}.${each}`),
    );
    expect(told.toSorted()).toEqual([...eventTypes].toSorted());
  });

  test("speaks to the reader, and of others", () => {
    use("fr", french, words);
    const invited = eventOf("collaborator.invited", { data: { access: "read-only" } });
    expect(drawn(invited, ana)).toBe("Vous avez invité ben@example.com avec un accès en lecture seule");
    expect(drawn(invited, ben)).toBe("ana@example.com vous a invité avec un accès en lecture seule");
    expect(drawn(invited)).toBe("ana@example.com a invité ben@example.com avec un accès en lecture seule");
  });

  test("tells an end with its receipt, and reasons in French", () => {
    use("fr", french, words);
    const ended = eventOf("collaborator.ended", {
      actor_email: null,
      data: { closure_number: 42, refused_after_ms: 412, gone_after_ms: 1024 },
    });
    expect(drawn(ended, ben)).toBe("Votre accès a pris fin");
    const drift = eventOf("access.drift_found", { data: { login_name: "x_1", found: "the login x_1 was dropped" } });
    expect(drawn(drift)).toBe("Écart : l’identifiant x_1 a été supprimé, hors de Guestlist");
    const repaired = eventOf("access.repaired", { data: { what: "give the login x_1 its name back" } });
    expect(drawn(repaired)).toBe("Réparé : rendre son nom à l’identifiant x_1");
  });

  test("of a type that this dashboard does not know is shown by its type", () => {
    use("fr", french, words);
    expect(drawn(eventOf("firewall.opened_someday"))).toBe("firewall.opened_someday");
  });
});
