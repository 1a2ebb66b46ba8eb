import { describe, expect, test } from "vitest";
import { mayGive, transitions, whyNotOn, type Listed, type Reader } from "./collaborator.ts";

const owner: Reader = { databaseName: "my-dedicated-db", standing: "owner", manages: true };
const manager: Reader = { ...owner, standing: "full" };
const keptOut: Reader = { ...owner, standing: "full", manages: false };
const readOnly: Reader = { ...owner, standing: "read-only", manages: false };
const row = (status: Listed["status"], isMe = false): Listed => ({ status, isMe });
const abilities = (listed: Listed, reader: Reader) =>
  Object.entries(whyNotOn(listed, reader))
    .filter(([, reason]) => reason === null)
    .map(([name]) => name);

describe("what a reader may do about a row", () => {
  test("a manager revokes, resends and changes a pending one", () => {
    expect(abilities(row("pending"), manager)).toEqual(["revoke", "resend", "copy_link", "change_access"]);
  });
  test("a manager revokes and changes an accepted one, and cannot resend to it", () => {
    expect(abilities(row("accepted"), owner)).toEqual(["revoke", "change_access"]);
  });
  test("somebody who only reads ends their own access and nobody else's", () => {
    expect(abilities(row("accepted", true), readOnly)).toEqual(["revoke", "leave"]);
    expect(abilities(row("accepted"), readOnly)).toEqual([]);
  });
  test("a manager cannot change their own access", () => {
    expect(abilities(row("accepted", true), manager)).toEqual(["revoke", "leave"]);
  });
  test("the owner's row is nobody's to end, the owner's least of all", () => {
    expect(abilities(row("owner", true), owner)).toEqual([]);
    expect(whyNotOn(row("owner", true), owner).revoke).toBe("You own this database. Transfer it before you leave.");
    expect(whyNotOn(row("owner"), manager).revoke).toBe("The owner's access cannot be revoked.");
  });
  test("an access that is being closed is left alone", () => {
    expect(abilities(row("revoking"), owner)).toEqual([]);
  });
  test("full access does not manage where the owner keeps that", () => {
    expect(whyNotOn(row("pending"), keptOut).revoke).toBe(
      "The owner of my-dedicated-db keeps the management of collaborators.",
    );
  });
});

test("nobody can give more than they have", () => {
  expect(mayGive("owner", "full")).toBe(true);
  expect(mayGive("read-write", "full")).toBe(false);
  expect(mayGive("read-write", "read-only")).toBe(true);
  expect(mayGive("read-only", "read-write")).toBe(false);
});

test("an ended access never begins again", () => {
  expect(transitions.ended).toEqual([]);
});
