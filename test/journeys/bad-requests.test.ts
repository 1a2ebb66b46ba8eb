import { endpoints, type Endpoint, type Problem } from "@guestlist/contract";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guestlist } from "../support/cli.ts";
import { api, type Answer } from "../support/http.ts";
import { addPerson, createDatabase, invite, openStage, type Person, type Stage } from "./stage.ts";

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

/** Every answer of 4xx is in the form of RFC 9457, whatever in the server gives it. */
function expectProblem({ status, headers, body }: Answer<Problem>): Problem {
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).toMatchObject({ status, title: expect.any(String) as string, errors: expect.any(Array) as unknown[] });
  expect(body.detail).toMatch(/^\S.*\.$/s);
  return body;
}
const get = async (at: string): Promise<Problem> => expectProblem(await owner.api.get<Problem>(at));

describe("An address", () => {
  test.each(["%ff", "%", "%2"])("with %s in it", async (odd) => {
    expect(await get(`/v1/databases/${odd}`)).toMatchObject({ status: 422, code: "invalid_request" });
  });

  test.each([101, 250, 5000])("with a name of %i characters", async (length) => {
    const long = "a".repeat(length);
    const { detail } = await get(`/v1/databases/${long}/collaborators`);
    expect(detail).toContain("database: must have at most 100 characters");
    const answer = await guestlist(["--database", long, "collaborators"], {
      url: stage.product.url,
      token: owner.token,
    });
    expect(answer).toMatchObject({ code: 1, stdout: "" });
    expect(answer.stderr.split("\n")[0]).toBe(` !     ${detail}`);
  });

  test.each([
    ["/v1/databases", "GET, HEAD, POST"],
    [`${path}?limit=7`, "GET, HEAD, POST"],
    [`/v1/databases/${name}`, "DELETE, GET, HEAD, PATCH"],
    ["/healthz", "GET, HEAD"],
  ])("%s by a method that it does not take says which it does", async (at, allowed) => {
    const answer = await owner.api.put<Problem>(at, {});
    expect(answer.headers.get("allow")).toBe(allowed);
    expect(expectProblem(answer)).toMatchObject({ status: 405, detail: `This address takes ${allowed}, not PUT.` });
  });

  test("read where it can only be written to", async () => {
    const answer = await owner.api.get<Problem>("/v1/account/sign-in");
    expect([expectProblem(answer).code, answer.headers.get("allow")]).toEqual(["method_not_allowed", "POST"]);
  });

  test("where nothing is, by whatever method", async () => {
    expect((await get("/v1/nothing")).code).toBe("not_found");
    expect(expectProblem(await owner.api.put<Problem>("/v1/nothing", {})).code).toBe("not_found");
  });
});

describe("A cursor that its list has not given out", () => {
  const pattern = /:([a-z_]+)/g;
  const lists = Object.values(endpoints as Record<string, Endpoint>)
    .filter(({ query }) => "cursor" in ((query as { properties?: object })?.properties ?? {}))
    .map(({ path: at }) => at.replaceAll(pattern, name));

  test("is looked for at every list", () => {
    expect(lists.length).toBeGreaterThanOrEqual(6);
  });

  test.each(lists)("%s refuses it", async (at) => {
    // Nonsense; a name with a NUL in it; and what looks like the other lists' own.
    const nonsense = ["xyz", "", "-1", "1e3", "9".repeat(20), Buffer.from("nonsense\0").toString("base64url"), "%00"];
    for (const cursor of nonsense)
      expect(await get(`${at}?cursor=${cursor}`)).toMatchObject({ status: 422, errors: [{ field: "cursor" }] });
  });

  test.each([
    ["/v1/databases", "databases"],
    [path, "collaborators"],
    [`/v1/databases/${name}/events`, "events"],
  ])("%s takes its own", async (at, entries) => {
    await createDatabase(owner, `second-of-${entries}`);
    await invite(owner, name, `guest-of-${entries}@example.com`);
    type Page = { next_cursor: string | null } & Record<string, { id: string }[]>;
    const whole = (await owner.api.get<Page>(at)).body[entries]!.map(({ id }) => id);
    const walked: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = (await owner.api.get<Page>(`${at}?limit=1${cursor === null ? "" : `&cursor=${cursor}`}`)).body;
      walked.push(...page[entries]!.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(whole.length).toBeGreaterThan(1);
    expect(walked).toEqual(whole);
  });
});

test("headers larger than what is taken", async () => {
  const problem = expectProblem(await api(stage.product.url, "a".repeat(20_000)).get<Problem>("/v1/databases"));
  expect(problem).toMatchObject({ status: 413, code: "body_too_large" });
});

test("what is no HTTP", async () => {
  const socket = connect(Number(new URL(stage.product.url).port), "127.0.0.1");
  socket.end("nonsense\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 422 .*application\/problem\+json.*"code":"invalid_request"/s);
});
