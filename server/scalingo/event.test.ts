import type { EventType, RecordedEvent } from "@guestlist/contract";
import { expect, test } from "vitest";
import { eventView, needsList, ownerOf, theirTypes, type AnyDatabase, type People } from "./event.ts";

const database: AnyDatabase = {
  id: "d1",
  name: "shop-database",
  owner: { email: "Owner@x.example", username: "owner" },
};
const people: People = new Map([
  ...ownerOf(database),
  ["bob@x.example", { username: "bob", invited_by: "Owner@x.example" }],
]);
const happened = (type: EventType, more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: "7",
  at: "2026-01-02T03:04:05.678Z",
  type,
  actor_email: "Owner@x.example",
  subject_email: "Bob@x.example",
  database_id: "d1",
  data: {},
  ...more,
});
const view = (event: RecordedEvent) => eventView(event, database, people);

test("an acceptance names the person and who invited them", () => {
  expect(view(happened("collaborator.accepted", { actor_email: "Bob@x.example" }))).toEqual({
    id: "7",
    created_at: "2026-01-02T03:04:05.678Z",
    app_id: "d1",
    app_name: "shop-database",
    user: { id: "bob@x.example", username: "bob", email: "Bob@x.example" },
    type: "accept_collaborator",
    type_data: {
      collaborator: {
        id: "bob@x.example",
        username: "bob",
        email: "Bob@x.example",
        inviter: { username: "owner", email: "Owner@x.example" },
        is_limited: false,
      },
    },
  });
});

test("an end is told once it has come, and not when it was asked for", () => {
  expect(theirTypes.split(",")).not.toContain("collaborator.revoking");
  expect(theirTypes.split(",")).toContain("collaborator.ended");
  for (const type of ["collaborator.ended", "invitation.withdrawn", "invitation.declined"] as const)
    expect(view(happened(type)).type).toBe("delete_collaborator");
});

test("who has left is known by the address, and Guestlist itself by its name", () => {
  const event = view(happened("collaborator.ended", { actor_email: null, subject_email: "gone@x.example" }));
  expect(event["user"]).toEqual({ id: "", username: "guestlist", email: "" });
  expect(event["type_data"]).toMatchObject({ collaborator: { username: "gone@x.example", email: "gone@x.example" } });
});

test("the list is asked for only where somebody else than the owner acts, or the person is told by name", () => {
  expect(needsList(happened("collaborator.invited"), database)).toBe(false);
  expect(needsList(happened("collaborator.invited", { actor_email: "bob@x.example" }), database)).toBe(true);
  expect(needsList(happened("collaborator.accepted"), database)).toBe(true);
});
