import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf } from "../support/postgres.ts";
import { startGuestlist, type Guestlist } from "../support/product.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { mountSmallDisk } from "../support/small-disk.ts";
import { addPerson, connectionReady, createDatabase, invite, newUri, type Person } from "./stage.ts";

const name = "my-dedicated-db";
const disk = mountSmallDisk(160);
if (disk === undefined)
  console.warn("test/journeys/full-disk.test.ts is skipped: a disk of its own takes root's rights.");

describe.skipIf(disk === undefined)("the disk under the bundled PostgreSQL is full", () => {
  let product: Guestlist;
  let owner: Person;

  beforeAll(async () => {
    product = await startGuestlist({ bundled: true, env: { DATA_DIR: `${disk!.folder}/data` } });
    owner = await addPerson({ product }, "owner@example.com");
    await createDatabase(owner, name);
  });
  afterAll(async () => {
    await product.stop();
    disk!.remove();
  });

  async function addMember(email: string) {
    const person = await addPerson({ product }, email);
    const { id } = await invite(owner, name, email);
    await person.api.post("/v1/invitations/accept", { id });
    await eventually(() => connectionReady(person, name), { within: 20_000 });
    return { id, uri: await newUri(person, name) };
  }
  const statusOf = async (id: string): Promise<string> =>
    (await owner.api.get<{ collaborator: { status: string } }>(`/v1/databases/${name}/collaborators/${id}`)).body
      .collaborator.status;

  test("what cannot be written is said and changes nothing, nobody stays in for it, and all goes on with room", async () => {
    const [leaving, staying] = [await addMember("leaving@example.com"), await addMember("staying@example.com")];
    const [session, other] = [await openSession(leaving.uri), await openSession(staying.uri)];
    disk!.fill();

    // What little room is left in files that are there already is used up first.
    const refused = await eventually(async () => {
      disk!.fill();
      const answer = await owner.api.post<{ code?: string; detail?: string }>(`/v1/databases/${name}/collaborators`, {
        email: `guest${Date.now()}@example.com`,
        access: "read-only",
      });
      return answer.status === 201 ? false : answer;
    });
    expect(refused).toMatchObject({
      status: 503,
      body: { code: "unavailable", detail: expect.stringContaining("has no room to write") },
    });

    const before = await owner.api.delete(`/v1/databases/${name}/collaborators/${leaving.id}`);
    expect([202, 503]).toContain(before.status);
    // Refused, it has changed nothing; begun, nobody calls it done.
    expect(await statusOf(leaving.id)).toBe(before.status === 202 ? "revoking" : "accepted");

    disk!.empty();
    const { status } = await owner.api.delete(`/v1/databases/${name}/collaborators/${leaving.id}`);
    expect([200, 202]).toContain(status);
    await eventually(async () => (await statusOf(leaving.id)) === "ended", { within: 30_000 });
    await session.ended;
    expect(await refusalOf(leaving.uri)).toBe("28P01");
    expect(await refusalOf(staying.uri)).toBeUndefined();
    expect(await other.isOpen()).toBe(true);
    await other.client.end();
  });
});
