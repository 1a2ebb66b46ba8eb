import type { Collaborator } from "@guestlist/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guestlist } from "../support/cli.ts";
import { refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import {
  addPerson,
  createDatabase,
  invite,
  join,
  newUri,
  openStage,
  type Member,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const path = `/v1/databases/${name}/collaborators`;

let stage: Stage;
let owner: Person;

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
});
afterAll(() => stage.close());

const revoke = (ids: readonly string[], by = owner) =>
  by.api.post<{ collaborators: Collaborator[] }>(`${path}/revoke`, { ids });
const statusOf = async (id: string) =>
  (await owner.api.get<{ collaborator: Collaborator }>(`${path}/${id}`)).body.collaborator.status;

async function expectOut(member: Member, uri: string): Promise<void> {
  expect(await statusOf(member.collaboratorId)).toBe("ended");
  expect(["28000", "28P01"]).toContain(await refusalOf(uri));
}

test("several accesses end at once, with their sessions and the invitations they sent", async () => {
  const first = await join(stage, owner, name, "first@example.com");
  const second = await join(stage, owner, name, "second@example.com", "read-only");
  const invited = await invite(first, name, "invited@example.com");
  const waiting = await invite(owner, name, "waiting@example.com");
  const uris = await Promise.all([first, second].map((member) => newUri(member, name)));
  const sessions = await Promise.all(uris.map(openSession));

  const { status, body } = await revoke([first.collaboratorId, second.collaboratorId, waiting.id, invited.id]);

  expect(status).toBe(200);
  expect(body.collaborators.map((one) => one.status)).toEqual(["ended", "ended", "ended", "ended"]);
  await Promise.all(sessions.map((session) => session.ended));
  await expectOut(first, uris[0]!);
  await expectOut(second, uris[1]!);
  expect(body.collaborators.filter((one) => one.closure_number !== null)).toHaveLength(2);
});

test("one that cannot be ended keeps all of them as they are", async () => {
  const member = await join(stage, owner, name, "stays@example.com", "read-only");
  const uri = await newUri(member, name);
  const stranger = await revoke([member.collaboratorId, crypto.randomUUID()]);
  expect([stranger.status, stranger.body]).toEqual([404, expect.objectContaining({ code: "not_found" })]);
  const nobody = await revoke([]);
  expect(nobody.status).toBe(422);
  const notTheirs = await revoke([member.collaboratorId], member);
  expect(notTheirs.status).toBe(403);
  expect(await statusOf(member.collaboratorId)).toBe("accepted");
  expect(await refusalOf(uri)).toBeUndefined();
});

test("the owner among them, or previewed, is refused as alone: by their address, with the reason", async () => {
  const manager = await join(stage, owner, name, "manager@example.com");
  const guest = await invite(owner, name, "guest@example.com");
  const refusal = async (by: Person, ...args: string[]) => {
    const answer = await guestlist(["--database", name, ...args], { url: stage.product.url, token: by.token });
    expect(answer).toMatchObject({ code: 1, stdout: "" });
    return answer.stderr.split("\n")[0];
  };
  const both = ["collaborators-remove", "owner@example.com", "guest@example.com"];
  const keeps = "The owner's access cannot be revoked.";
  expect(await refusal(manager, ...both)).toBe(` !     owner@example.com: ${keeps}`);
  expect(await refusal(manager, ...both.slice(0, 2))).toBe(` !     ${keeps}`);
  expect(await refusal(manager, "collaborators-preview", "owner@example.com")).toBe(` !     ${keeps}`);
  const stays = "You own this database. Transfer it before you leave.";
  expect(await refusal(owner, ...both)).toBe(` !     owner@example.com: ${stays}`);
  expect(await refusal(owner, "collaborators-preview", "owner@example.com")).toBe(` !     ${stays}`);
  expect(await statusOf(guest.id)).toBe("pending");
});

test("on the command line too: each is named, and an address that is not on the list changes nothing", async () => {
  const third = await join(stage, owner, name, "third@example.com");
  const uri = await newUri(third, name);
  const run = (...emails: string[]) =>
    guestlist(["--database", name, "collaborators-remove", ...emails], { url: stage.product.url, token: owner.token });

  const wrong = await run("third@example.com", "nobody@example.com");
  expect(wrong).toEqual({
    stdout: "",
    stderr: ` !     nobody@example.com is not a collaborator of ${name}.\n`,
    code: 1,
  });
  expect(await statusOf(third.collaboratorId)).toBe("accepted");

  const done = await run("third@example.com", "stays@example.com");
  expect(done.code).toBe(0);
  expect(done.stdout.split("\n").toSorted().filter(Boolean)).toEqual([
    `-----> stays@example.com has been removed from the collaborators of ${name}`,
    `-----> third@example.com has been removed from the collaborators of ${name}`,
  ]);
  await expectOut(third, uri);
});
