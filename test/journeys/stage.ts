import type { Collaborator, Connection, Database } from "@guestlist/contract";
import { api, type Api } from "../support/http.ts";
import { makeAccount } from "../support/make-account.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { passwordOf, startGuestlist, type Guestlist } from "../support/product.ts";
import { eventually } from "../support/signals.ts";
import { linkIn, startSmtp, type TestMessage, type TestSmtp } from "../support/smtp.ts";

/** The product as a process, with a mail server and a PostgreSQL server around it. */
export interface Stage {
  smtp: TestSmtp;
  /** Holds the control database and the databases that are created. */
  postgres: TestPostgres;
  product: Guestlist;
  close(): Promise<void>;
}

/** Somebody with an account, and their way to the API. */
export interface Person {
  email: string;
  username: string;
  password: string;
  token: string;
  api: Api;
}

/** A person on a database's list. */
export interface Member extends Person {
  collaboratorId: string;
}

export const tokenPattern = /^gli_[\w-]{40,}$/;

export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const [smtp, postgres] = await Promise.all([startSmtp(), startPostgres()]);
  const product = await startGuestlist({ postgres, env: { SMTP_URL: smtp.url, ...env } });
  return {
    smtp,
    postgres,
    product,
    async close() {
      await product.kill("SIGTERM");
      await Promise.all([smtp.stop(), postgres.discard()]);
    },
  };
}

/** An account as the administrator makes one; the username is the local part of the address when not told. */
export async function addPerson(
  { product }: Pick<Stage, "product">,
  email: string,
  username = usernameOf(email),
): Promise<Person> {
  const password = passwordOf(username);
  const account = { email, username, password };
  const { token } = await (product.databaseUrl === undefined
    ? product.createAccount(account)
    : makeAccount(product.databaseUrl, account));
  return { email, username, password, token, api: api(product.url, token) };
}

export interface CreatedDatabase {
  database: Database;
  connection_uri: string;
}

/** A created database that is ready, with the application's connection URI. */
export async function createDatabase(owner: Person, name: string): Promise<CreatedDatabase> {
  const { status, body } = await owner.api.post<CreatedDatabase>("/v1/databases", { name });
  if (status !== 201) throw new Error(`no database ${name}: ${JSON.stringify(body)}`);
  await databaseReady(owner, name);
  return body;
}

export async function databaseReady(owner: Person, name: string): Promise<Database> {
  return eventually(async () => {
    const { body } = await owner.api.get<{ database: Database }>(`/v1/databases/${name}`);
    if (body.database.state !== "ready") throw new Error(`${name} is ${body.database.state}: ${body.database.blocked}`);
    return body.database;
  });
}

export async function invite(
  by: Person,
  database: string,
  email: string,
  access: Collaborator["access"] = "full",
): Promise<Collaborator> {
  const path = `/v1/databases/${database}/collaborators`;
  const { status, body } = await by.api.post<{ collaborator: Collaborator }>(path, { email, access });
  if (status !== 201) throw new Error(`${email} was not invited: ${JSON.stringify(body)}`);
  return body.collaborator;
}

/** The token of the next invitation mailed to that address. */
export async function mailedToken({ smtp }: Pick<Stage, "smtp">, email: string): Promise<string> {
  return tokenIn(await smtp.nextMessage({ to: email, subject: / invites you to / }));
}

/** It stands behind the `#` of the link, which no server gets to see. */
export const tokenIn = (message: TestMessage): string =>
  new URL(linkIn(message, /\/(invitation|verify|reset)#/)).hash.slice(1);

/** From an invitation's token to an account, as somebody who had none. */
export async function signUp({ product }: Pick<Stage, "product">, email: string, token: string): Promise<Person> {
  const username = usernameOf(email);
  const password = passwordOf(username);
  const body = { email, username, password, invitation_token: token };
  const made = await api(product.url).post("/v1/account/sign-up", body);
  if (made.status !== 201) throw new Error(`${email} did not sign up: ${JSON.stringify(made.body)}`);
  const cookie = made.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  const session = api(product.url, { cookie });
  const { body: answer } = await session.post<{ token: string }>("/v1/account/tokens", { name: "test" });
  return { email, username, password, token: answer.token, api: api(product.url, answer.token) };
}

/** Invited, signed up by the mailed link, accepted, and with a login that is ready. */
export async function join(
  stage: Pick<Stage, "smtp" | "product">,
  owner: Person,
  database: string,
  email: string,
  access: Collaborator["access"] = "full",
): Promise<Member> {
  const { id } = await invite(owner, database, email, access);
  const token = await mailedToken(stage, email);
  const person = await signUp(stage, email, token);
  const accepted = await person.api.post("/v1/invitations/accept", { token });
  if (accepted.status !== 200) throw new Error(`${email} did not accept: ${JSON.stringify(accepted.body)}`);
  await connectionReady(person, database);
  return { ...person, collaboratorId: id };
}

export async function connectionReady(person: Person, database: string): Promise<Connection> {
  const path = `/v1/databases/${database}/connection`;
  return eventually(
    async () => {
      const { connection } = (await person.api.get<{ connection: Connection }>(path)).body;
      if (connection.state !== "ready") throw new Error(`the login is ${connection.state}: ${connection.reason}`);
      return connection;
    },
    { within: 20_000 },
  );
}

/** A new password of the person's own login, as the URI that holds it. */
export async function newUri(person: Person, database: string): Promise<string> {
  const path = `/v1/databases/${database}/connection/password`;
  const { status, body } = await person.api.post<{ uri: string }>(path);
  if (status !== 201) throw new Error(`no password for ${person.email}: ${JSON.stringify(body)}`);
  return body.uri;
}

/** The rows of the list, as the person sees them. */
export async function listed(person: Person, database: string): Promise<Collaborator[]> {
  const path = `/v1/databases/${database}/collaborators`;
  return (await person.api.get<{ collaborators: Collaborator[] }>(path)).body.collaborators;
}

export const usernameOf = (email: string): string => email.split("@", 1)[0] ?? "";
