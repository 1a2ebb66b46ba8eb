import pg from "pg";
import { Checks } from "./demo/checks.ts";
import { api, type Api } from "./support/http.ts";
import { withOwnRun } from "./support/own-run.ts";
import { startGuestlist, type Guestlist } from "./support/product.ts";
import { eventually } from "./support/signals.ts";

/** `npm run demo`: the whole guide in a terminal, on a data folder of its own. Ends with 1 if anything is not as told. */
let tell: Checks;
const name = "my-dedicated-db";
const camille = { email: "camille@example.com", username: "camille", password: "velvet-anchor-tundra-37" };
const user = { email: "user@example.com", username: "user", password: "plum-kettle-orbit-94" };

await withOwnRun(play).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`\n !     ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

async function play(stopped: AbortSignal): Promise<void> {
  tell = new Checks(stopped);
  tell.chapter("Guestlist starts, with a PostgreSQL of its own");
  const product = await tell.step("start", () => startGuestlist({ bundled: true }));
  const owner = await setUp(product);
  const application = await create(owner);
  const guest = await invite(product, owner);
  const uri = await connectAs(guest);
  await revoke(owner, uri, application);
  tell.chapter("Stop");
  await tell.step("everything stops", () => product.stop());
  tell.done();
}

/** By the link that a first start prints. */
async function setUp(product: Guestlist): Promise<Api> {
  tell.say(`Set up  ${product.setupUrl ?? "no link"}`);
  const setup_token = new URL(product.setupUrl ?? "").hash.slice(1);
  const made = await tell.step("POST /v1/account/sign-up", () =>
    api(product.url).post("/v1/account/sign-up", { ...camille, setup_token }),
  );
  tell.expect(made.status === 201, `${camille.email} makes the first account by that link`);
  return signedIn(product, made.headers);
}

function signedIn(product: Guestlist, headers: Headers): Api {
  return api(product.url, { cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" });
}

async function create(owner: Api): Promise<string> {
  tell.chapter(`${camille.email} creates ${name}`);
  const made = await tell.step("POST /v1/databases", () =>
    owner.post<{ connection_uri: string }>("/v1/databases", { name }),
  );
  tell.expect(made.status === 201, `created, with a login for the application`);
  await eventually(
    async () =>
      (await owner.get<{ database: { state: string } }>(`/v1/databases/${name}`)).body.database.state === "ready",
    { within: 20_000 },
  );
  const rows = await query(
    made.body.connection_uri,
    "create table invoices as select 1 as id; select count(*)::int as n from invoices",
  );
  tell.expect(rows[0]?.["n"] === 1, "the application logs in and makes a table");
  return made.body.connection_uri;
}

interface Mail {
  readonly to: string;
  readonly kind: string;
  readonly subject: string;
  readonly links: string[];
}

async function invite(product: Guestlist, owner: Api): Promise<Api> {
  tell.chapter(`She invites ${user.email}`);
  const invited = await owner.post(`/v1/databases/${name}/collaborators`, { email: user.email });
  tell.expect(invited.status === 201, `${user.email} has been invited to collaborate to ${name}`);
  await list(owner);
  const mail = await tell.step("the mail arrives", () =>
    eventually(
      async () =>
        (await api(product.url).get<Mail[]>("/mailbox.json")).body.find((each) => each.to === user.email) ?? false,
      { within: 10_000 },
    ),
  );
  tell.say(`"${mail.subject}"`);
  const invitation_token = new URL(mail.links[0] ?? "").hash.slice(1);
  const signedUp = await api(product.url).post("/v1/account/sign-up", { ...user, invitation_token });
  tell.expect(signedUp.status === 201, "they follow its link and make an account");
  const guest = signedIn(product, signedUp.headers);
  const accepted = await guest.post("/v1/invitations/accept", { token: invitation_token });
  tell.expect(accepted.status === 200, "they accept");
  await tell.step("their PostgreSQL login is made", () =>
    eventually(
      async () =>
        (await guest.get<{ connection: { state: string } }>(`/v1/databases/${name}/connection`)).body.connection
          .state === "ready",
      { within: 20_000 },
    ),
  );
  await list(owner);
  return guest;
}

async function connectAs(guest: Api): Promise<string> {
  tell.chapter("They connect");
  const made = await guest.post<{ uri: string }>(`/v1/databases/${name}/connection/password`);
  tell.expect(made.status === 201, "a password, shown once, which Guestlist does not keep");
  const [row] = await query(
    made.body.uri,
    "select session_user as login, current_user as works_as, (select count(*)::int from invoices) as invoices",
  );
  tell.expect(
    row?.["invoices"] === 1,
    `logged in as ${String(row?.["login"])}, working as ${String(row?.["works_as"])}`,
  );
  return made.body.uri;
}

interface Revoked {
  readonly closure: {
    readonly number: number;
    readonly refused_after_ms: number;
    readonly gone_after_ms: number;
    readonly login_attempt: { readonly sqlstate: string };
    readonly sessions_ended: { readonly pid: number }[];
  };
}

async function revoke(owner: Api, uri: string, application: string): Promise<void> {
  tell.chapter(`She revokes access to ${user.email}, while a session of theirs is open`);
  const session = new pg.Client({ connectionString: uri });
  const death = new Promise<string>((resolve) => session.on("error", (error) => resolve(error.message)));
  await session.connect();
  const person = (
    await owner.get<{ collaborators: { id: string; email: string }[] }>(`/v1/databases/${name}/collaborators`)
  ).body.collaborators.find(({ email }) => email === user.email);
  const ended = await tell.step("DELETE …/collaborators", () =>
    owner.delete<Revoked>(`/v1/databases/${name}/collaborators/${person?.id ?? ""}`),
  );
  tell.expect(ended.status === 200, `${user.email} has been removed from the collaborators of ${name}`);
  tell.say(`their session: ${await tell.within(10_000, "their session ends", death)}`);
  const refusal = await query(uri, "select 1").then(
    () => "let in",
    (error: unknown) => (error as { code?: string }).code ?? "unknown",
  );
  tell.expect(refusal === "28P01" || refusal === "28000", `a new login is refused by PostgreSQL (SQLSTATE ${refusal})`);
  const rows = await query(application, "select count(*)::int as n from invoices");
  tell.expect(rows[0]?.["n"] === 1, "the application's own login goes on untouched");
  const { closure } = ended.body;
  tell.expect(closure.sessions_ended.length === 1, `closure receipt ${String(closure.number).padStart(4, "0")}`);
  tell.say(
    `new logins refused after ${(closure.refused_after_ms / 1000).toFixed(3)} s, last session gone after ${(closure.gone_after_ms / 1000).toFixed(3)} s`,
  );
  await list(owner);
}

async function list(owner: Api): Promise<void> {
  const { body } = await owner.get<{ collaborators: { email: string; status: string; role: string }[] }>(
    `/v1/databases/${name}/collaborators`,
  );
  for (const { email, status, role } of body.collaborators) tell.row([email, status, role]);
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const result = (await client.query(sql)) as pg.QueryResult | pg.QueryResult[];
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
  } finally {
    await client.end();
  }
}
