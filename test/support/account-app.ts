import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { authenticate } from "../../server/accounts/authenticate.ts";
import { changeAccount } from "../../server/accounts/change-account.ts";
import { changePassword } from "../../server/accounts/change-password.ts";
import { confirmReset } from "../../server/accounts/confirm-reset.ts";
import { createAccountByAdmin, type AdminAccount } from "../../server/accounts/create-account.ts";
import { createToken } from "../../server/accounts/create-token.ts";
import { endSession } from "../../server/accounts/end-session.ts";
import { endSessions } from "../../server/accounts/end-sessions.ts";
import { endToken } from "../../server/accounts/end-token.ts";
import { listSessions } from "../../server/accounts/list-sessions.ts";
import { listTokens } from "../../server/accounts/list-tokens.ts";
import { requestReset } from "../../server/accounts/request-reset.ts";
import { resendVerification } from "../../server/accounts/resend-verification.ts";
import { showAccount } from "../../server/accounts/show-account.ts";
import { showInstallation } from "../../server/accounts/show-installation.ts";
import { signIn } from "../../server/accounts/sign-in.ts";
import { signOut } from "../../server/accounts/sign-out.ts";
import { signUp } from "../../server/accounts/sign-up.ts";
import { verifyAddress } from "../../server/accounts/verify-address.ts";
import { readConfig } from "../../server/platform/config.ts";
import { openControlDatabase } from "../../server/platform/control-database.ts";
import { createServer } from "../../server/platform/http/server.ts";
import { serveJourney } from "../../server/platform/http/stack.ts";
import { startListen } from "../../server/platform/listen.ts";
import { createLog } from "../../server/platform/log.ts";
import type { Platform } from "../../server/platform/platform.ts";
import { createSecrets } from "../../server/platform/secrets.ts";
import { hashToken, newToken } from "../../server/platform/tokens.ts";
import { createControlDatabase, type TestControlDatabase } from "./control-database.ts";
import { databaseRows } from "./database-rows.ts";
import { eventually } from "./signals.ts";

export interface AccountApp {
  url: string;
  platform: Platform;
  control: TestControlDatabase;
  /** As the administrator's command does. */
  createAccount(account: Partial<AdminAccount> & { email: string }): Promise<{ id: string; token: string }>;
  /** The token of a link to a pending invitation of that address. */
  invitationFor(email: string, link?: "mailed" | "copied"): Promise<string>;
  /** Tokens of the links mailed to that address, oldest first, once there are so many. */
  mailedTokens(to: string, kind: "verification" | "reset", atLeast?: number): Promise<string[]>;
  /** Runs the statements in a transaction that commits only once somebody waits for one of its locks. */
  commitOnceAwaited(statements: [sql: string, values?: unknown[]][], ask: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export const goodPassword = "plum-kettle-orbit-94";

/** The account journeys behind the real HTTP server and stack, on a control database of their own. */
export async function startAccountApp(env: Record<string, string> = {}): Promise<AccountApp> {
  const control = await createControlDatabase();
  const log = createLog("silent");
  const database = openControlDatabase(control.url, log);
  const platform: Platform = {
    config: readConfig(env),
    db: database.db,
    secrets: createSecrets("k".repeat(32)),
    log,
    listen: await startListen(control.url, log),
  };
  const nowhere = new URL("file:///nowhere/");
  const app = await createServer(platform, {
    version: "0",
    dashboard: nowhere,
    routes: (scope) => serve(scope, platform),
  });
  return {
    url: await app.listen({ port: 0, host: "127.0.0.1" }),
    platform,
    control,
    async createAccount({ email, username = nameOf(email), password = goodPassword }) {
      const made = await createAccountByAdmin(platform.db, { email, username, password, token: true });
      return { id: made.account.id, token: made.token! };
    },
    invitationFor: (email, link = "mailed") => invite(control, email, link),
    async mailedTokens(to, kind, atLeast = 0) {
      const sql = "select props_sealed from mails where recipient = $1 and kind = $2 order by created_at";
      const rows = await eventually(async () => {
        const found = await control.query<{ props_sealed: Buffer }>(sql, [to, kind]);
        return found.length >= atLeast && found;
      });
      return rows.map((row) => {
        const { link } = JSON.parse(platform.secrets.open(row.props_sealed)) as { link: string };
        return new URL(link).hash.slice(1);
      });
    },
    async commitOnceAwaited(statements, ask) {
      const client = await database.pool.connect();
      await client.query("begin");
      for (const [sql, values] of statements) await client.query(sql, values);
      const asked = ask();
      await eventually(async () => (await control.query(waiting))[0]?.["waits"] === true);
      await client.query("commit");
      client.release();
      await asked;
    },
    async close() {
      await app.close();
      await platform.listen.close();
      await database.close();
      await control.drop();
    },
  };
}

const waiting = `select exists (select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock') as waits`;

function serve(app: FastifyInstance, platform: Platform): void {
  const gate = { authenticate, permit: () => Promise.reject(new Error("no database here")) };
  for (const journey of [
    showInstallation,
    signUp,
    signIn,
    signOut,
    verifyAddress,
    resendVerification,
    requestReset,
    confirmReset,
    showAccount,
    changeAccount,
    listSessions,
    endSession,
    endSessions,
    changePassword,
    listTokens,
    createToken,
    endToken,
  ])
    serveJourney(app, platform, gate, journey);
}

const nameOf = (email: string): string => email.split("@", 1)[0] ?? "";

async function invite(control: TestControlDatabase, email: string, link: "mailed" | "copied"): Promise<string> {
  const rows = databaseRows(control);
  const mark = randomUUID().slice(0, 8);
  const owner = await rows.account(`owner-${mark}@example.com`);
  const database = await rows.database(`db-${mark}`, owner, await rows.server({ name: mark, identifier: mark }));
  const token = newToken("gli");
  const other = newToken("gli");
  await control.query(
    `insert into collaborators (database_id, email, email_folded, access, invited_by_account_id, token_hash,
       link_token_hash, invitation_expires_at)
     values ($1, $2, lower($2), 'full', $3, $4, $5, now() + interval '7 days')`,
    [
      database,
      email,
      owner,
      hashToken(link === "mailed" ? token : other),
      hashToken(link === "copied" ? token : other),
    ],
  );
  return token;
}

/** The session cookie that an answer set, as a request sends it. */
export function cookieOf(answer: { headers: Headers }): { cookie: string } {
  const [cookie] = answer.headers.getSetCookie();
  return { cookie: cookie?.split(";", 1)[0] ?? "" };
}

/** In ascending order, for answers to requests that raced. */
export const statusesOf = (answers: readonly { status: number }[]): number[] =>
  answers.map(({ status }) => status).sort((one, other) => one - other);
