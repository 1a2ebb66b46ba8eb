import type { Browser, Page } from "playwright-core";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { databaseReady, type Person, type Stage } from "./stage.ts";

/** A server of its own with a database that is attached, for what is to happen to a server. */
export async function attachOwnServer(owner: Person, name: string): Promise<{ postgres: TestPostgres }> {
  const postgres = await startPostgres();
  await postgres.query("create database theirs");
  const url = `${postgres.urlFor("theirs")}?sslmode=disable`;
  const { status, body } = await owner.api.post("/v1/databases", { name, url });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await databaseReady(owner, name);
  return { postgres };
}

/** A page of a browser of one's own, with the databases on it. */
export async function signInTo(browser: Browser, { product }: Pick<Stage, "product">, person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Databases" }).waitFor();
  return page;
}
