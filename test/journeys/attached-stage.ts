import type { Browser, Page } from "playwright-core";
import { guestlist } from "../support/cli.ts";
import type { Finished } from "../support/program.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { addPerson, databaseReady, join, newUri, openStage, type Member, type Person, type Stage } from "./stage.ts";

/** A database that is attached by an admin whose password can be changed, and dave, who may write in it. */
export interface AttachedStage {
  readonly name: string;
  readonly stage: Stage;
  readonly shared: TestPostgres;
  readonly owner: Person;
  readonly dave: Member;
  /** With dave's password. */
  readonly uri: string;
  /** Of the admin, whose sessions end; it is `first` to begin with. */
  setPassword(password: string): Promise<void>;
  /** The command line, as the owner. */
  cli(...args: string[]): Promise<Finished>;
  /** The list of collaborators, as the owner sees it. */
  signIn(browser: Browser): Promise<Page>;
  close(): Promise<void>;
}

export async function openAttachedStage(name: string): Promise<AttachedStage> {
  const [stage, shared] = await Promise.all([openStage(), startPostgres()]);
  const owner = await addPerson(stage, "owner@example.com");
  await shared.query("create role warden superuser login password 'first'");
  await shared.query("create role shop_owner");
  await shared.query("create database shop owner shop_owner");
  const url = shared.urlFor("shop", "warden", "first");
  const { status, body } = await owner.api.post("/v1/databases", { name, url });
  if (status !== 201) throw new Error(`${name} was not attached: ${JSON.stringify(body)}`);
  await databaseReady(owner, name);
  const dave = await join(stage, owner, name, "dave@example.com", "read-write");
  return {
    name,
    stage,
    shared,
    owner,
    dave,
    uri: (await newUri(dave, name)).replace(/\?.*$/, ""),
    async setPassword(password) {
      await shared.query(`alter role warden password '${password}'`);
      await shared.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'warden'");
    },
    cli: (...args) => guestlist(args, { url: stage.product.url, token: owner.token }),
    async signIn(browser) {
      const page = await browser.newPage({ baseURL: stage.product.url });
      page.setDefaultTimeout(10_000);
      await page.goto(`/databases/${name}/settings/collaborators`);
      await page.getByLabel("E-mail address").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      return page;
    },
    async close() {
      await stage.close();
      await shared.discard();
    },
  };
}
