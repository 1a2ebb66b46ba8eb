import type { Person } from "../test/journeys/stage.ts";
import { exchanged, goClient, type GoClient, type WireAnswer } from "../test/support/scalingo.ts";
import { compare, type Comparison } from "./compare.ts";
import { median, type Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const rounds = 9;
const asked = 10;

/** How a call of the facade is compared with its twin. */
export const againstOwn = (what: string, count: number): Comparison => ({
  name: `scalingo: ${what}, against Guestlist's own`,
  unit: "ms",
  measures: "time",
  target: 1.2,
  rounds: count,
});

/** One side of the comparison: the facade's way, or Guestlist's own, with the same client. */
interface Side {
  readonly client: GoClient;
  readonly collaborators: string;
  readonly invite: (email: string) => object;
  readonly change: object;
}

/** Calls that change something. What is only made for one of them, or taken away after it, is not counted. */
export async function benchScalingoWrites(stage: BenchStage, owner: Person, name: string): Promise<Row[]> {
  const base = `${stage.product.url}/scalingo`;
  const own: Side = {
    client: goClient(stage.product.url, `Bearer ${owner.token}`),
    collaborators: `/v1/databases/${name}/collaborators`,
    invite: (email) => ({ email }),
    change: { access: "full" },
  };
  const theirs: Side = {
    client: await exchanged(base, owner.token),
    collaborators: `/v1/apps/${name}/collaborators`,
    invite: (email) => ({ collaborator: { email, is_limited: false } }),
    change: { collaborator: { is_limited: false } },
  };
  const kept = await invited(own);
  const compared = (what: string, time: (side: Side) => Promise<number>) =>
    compare(
      againstOwn(what, rounds),
      () => time(theirs),
      () => time(own),
    );
  return [
    await compared("an invitation", (side) => times(() => inviteOnce(side, own))),
    await compared("a change of access", (side) => times(() => changeOnce(side, kept))),
    await compared("an invitation's end", (side) => times(() => endOnce(side, own))),
    await comparePasswords(stage),
  ];
}

async function times(time: () => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (let count = 0; count < asked; count++) found.push(await time());
  return median(found);
}

let addresses = 0;
const nextAddress = (): string => `${(addresses += 1)}@writes.example.com`;

async function invited({ client, collaborators, invite }: Side): Promise<string> {
  return idIn(await client.post(collaborators, invite(nextAddress())));
}

const idIn = ({ body }: WireAnswer): string => (body["collaborator"] as { id: string }).id;

async function inviteOnce({ client, collaborators, invite }: Side, own: Side): Promise<number> {
  const body = invite(nextAddress());
  const [ms, answer] = await timedAnswer(() => client.post(collaborators, body));
  await own.client.delete(`${own.collaborators}/${idIn(answer)}`);
  return ms;
}

async function changeOnce({ client, collaborators, change }: Side, id: string): Promise<number> {
  const [ms] = await timedAnswer(() => client.patch(`${collaborators}/${id}`, change));
  return ms;
}

async function endOnce({ client, collaborators }: Side, own: Side): Promise<number> {
  const id = await invited(own);
  const [ms] = await timedAnswer(() => client.delete(`${collaborators}/${id}`));
  return ms;
}

/** On a database that PostgreSQL has: the new password goes there. */
async function comparePasswords(stage: BenchStage): Promise<Row> {
  const id = await addDatabase(stage, "bench-scalingo");
  const { owner, product } = stage;
  const { body } = await owner.api.get<{ users: { id: string; name: string }[] }>("/v1/databases/bench-scalingo/users");
  const [user] = body.users as [{ id: string; name: string }];
  const own = goClient(product.url, `Bearer ${owner.token}`);
  const theirs = await exchanged(`${product.url}/scalingo`, owner.token);
  const time = (client: GoClient, path: string) => times(async () => (await timedAnswer(() => client.post(path)))[0]);
  return compare(
    againstOwn("a database user's new password", rounds),
    () => time(theirs, `/api/databases/ad-${id}/users/${user.name}/reset_password`),
    () => time(own, `/v1/databases/bench-scalingo/users/${user.id}/password`),
  );
}

async function timedAnswer(send: () => Promise<WireAnswer>): Promise<[number, WireAnswer]> {
  const started = performance.now();
  const answer = await send();
  const ms = performance.now() - started;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return [ms, answer];
}
