import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { englishOn } from "../support/english.ts";
import { eventually } from "../support/signals.ts";
import { linkIn } from "../support/smtp.ts";
import { addPerson, createDatabase, openStage, type Person, type Stage } from "./stage.ts";

const name = "ma-base-dediee";
const guest = "user@example.com";

let stage: Stage;
let browser: Browser;
let owner: Person;
let page: Page;
let guestPage: Page;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  [page, guestPage] = [await (await openContext()).newPage(), await (await openContext()).newPage()];
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** As a French browser: nobody has chosen a language. */
async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: stage.product.url,
    viewport: { width: 1280, height: 800 },
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
  });
  context.setDefaultTimeout(8_000);
  return context;
}

const rowOf = (email: string): Locator => page.getByRole("row").filter({ hasText: email });
const feed = (shown = page): Locator => shown.locator(".feed");

async function openMenu(email: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions pour ${email}` }).click();
  const menu = page.getByRole("menu");
  await menu.waitFor();
  return menu;
}

test("English on a page is seen", async () => {
  const probe = await (await openContext()).newPage();
  await probe.setContent(
    `<p>Votre accès</p><p>Access of x@y.fr has just been ended.</p><p title="Type one">« role is gone »</p>`,
  );
  expect(await englishOn(probe)).toEqual(["Access of x@y.fr has just been ended."]);
  await probe.context().close();
});

describe("A French browser signs in", () => {
  test("to a page in French, whose refusal is French too", async () => {
    await page.goto("/");
    await page.getByRole("heading", { name: "Se connecter" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    await page.getByLabel("Adresse e-mail").fill(owner.email);
    await page.getByLabel("Mot de passe").fill("wrong");
    await page.getByRole("button", { name: "Se connecter" }).click();
    await page.getByText("L’adresse e-mail et le mot de passe ne vont pas ensemble.").waitFor();
    expect(await englishOn(page)).toEqual([]);
    await page.getByLabel("Mot de passe").fill(owner.password);
    await page.getByRole("button", { name: "Se connecter" }).click();
    await page.getByRole("heading", { name: "Bases", level: 1 }).waitFor();
    expect(await englishOn(page)).toEqual([]);
  });
});

describe("A person is invited, and accepts", () => {
  test("an address that is none, and one that is there already, are refused in French", async () => {
    await page.goto(`/databases/${name}/settings/collaborators`);
    await page.getByRole("button", { name: "Ajouter", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Ajouter un collaborateur" });
    await dialog.getByLabel("Adresse e-mail").fill("user@nowhere");
    await dialog.getByRole("button", { name: "Confirmer" }).click();
    await dialog.getByText("est un domaine entier, comme example.com").waitFor();
    expect(await englishOn(page)).toEqual([]);
    await dialog.getByLabel("Adresse e-mail").fill(owner.email);
    await dialog.getByRole("button", { name: "Confirmer" }).click();
    await dialog.getByText(`${name} est à vous : vous y avez déjà accès.`).waitFor();
    expect(await englishOn(page)).toEqual([]);
    await dialog.getByLabel("Adresse e-mail").fill(guest);
    await dialog.getByRole("button", { name: "Confirmer" }).click();
    await rowOf(guest).getByText("en attente").first().waitFor();
    expect(await englishOn(page)).toEqual([]);
  });

  test("they sign up from the link; a password that is easy to guess is refused with the reason", async () => {
    await guestPage.goto(linkIn(await stage.smtp.nextMessage({ to: guest }), /\/invitation#/));
    await guestPage.getByRole("heading", { name: "Créez un compte pour répondre" }).waitFor();
    expect(await englishOn(guestPage)).toEqual([]);
    await guestPage.getByLabel("Nom d’utilisateur").fill("user");
    await guestPage.getByLabel("Mot de passe").fill("password");
    await guestPage.getByRole("button", { name: "Créer un compte" }).click();
    await guestPage
      .getByText("Ce mot de passe est trop facile à deviner. C’est un mot de passe extrêmement courant.")
      .waitFor();
    expect(await englishOn(guestPage)).toEqual([]);
    await guestPage.getByLabel("Mot de passe").fill("harbor-lantern-violet-38");
    await guestPage.getByRole("button", { name: "Créer un compte" }).click();
    await guestPage.getByRole("button", { name: "Accepter l’invitation" }).click();
    await guestPage.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    await guestPage.getByText("Vous avez accepté l’invitation").waitFor();
    expect(await englishOn(guestPage)).toEqual([]);
  });

  test("what somebody may not do says why", async () => {
    await eventually(async () => /accepté/.test(await rowOf(guest).innerText()), { within: 8_000 });
    const item = (await openMenu(owner.email)).getByRole("menuitem", { name: "Révoquer l’accès" });
    expect(await item.innerText()).toContain("Cette base est à vous. Transférez-la avant de la quitter.");
    expect(await englishOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });
});

describe("Their access is revoked", () => {
  test("the pop-up, what will end and the receipt are French, but for what PostgreSQL said", async () => {
    await (await openMenu(guest)).getByRole("menuitem", { name: "Révoquer l’accès" }).click();
    const revoke = page.getByRole("button", { name: `Révoquer l’accès de ${guest}`, exact: true });
    await revoke.waitFor();
    expect(await englishOn(page)).toEqual([]);
    await revoke.click();
    const receipt = page.getByRole("dialog", { name: "L’accès a pris fin" });
    await receipt.getByRole("heading", { name: /^Reçu de clôture \d{4}$/ }).waitFor();
    expect(await receipt.innerText()).toContain(`${guest} a été retiré des collaborateurs de ${name}.`);
    expect(await englishOn(page)).toEqual([]);
    expect(await stumblesOn(page)).toEqual([]);
    await receipt.getByRole("button", { name: "Terminé" }).click();
  });

  test("their own page says so, and so does every page of the database", async () => {
    await guestPage.getByRole("heading", { name: `Votre accès à ${name} a pris fin` }).waitFor({ timeout: 10_000 });
    expect(await englishOn(guestPage)).toEqual([]);
    for (const path of ["", "/settings/general", "/settings/users", "/settings/collaborators/ended"]) {
      await page.goto(`/databases/${name}${path}`);
      await page.locator("h1").waitFor();
      await eventually(async () => (await page.locator("[aria-busy=true]").count()) === 0, { within: 8_000 });
      expect(await englishOn(page)).toEqual([]);
    }
  });

  test("the activity tells all of it", async () => {
    await page.goto(`/databases/${name}/activity`);
    await feed().getByText(`L’accès de ${guest} a pris fin. Reçu 0001`).waitFor();
    const told = (await feed().innerText()).replaceAll("\u00a0", " ");
    for (const sentence of [
      "Vous avez créé la base",
      "La base est prête",
      `Vous avez invité ${guest} avec un accès complet`,
      `${guest} a accepté l’invitation`,
      `Vous avez révoqué l’accès de ${guest}`,
      "est prêt avec un accès complet",
    ])
      expect(told).toContain(sentence);
    expect(await englishOn(page)).toEqual([]);
    expect(await stumblesOn(page)).toEqual([]);
  });
});

describe("What goes wrong is said in French", () => {
  test("a name that is taken", async () => {
    await page.goto("/databases/new");
    await page.getByLabel("Nom", { exact: true }).fill(name);
    await page.getByRole("button", { name: "Créer la base" }).click();
    await page.getByText(`Le nom ${name} est pris. Choisissez-en un autre.`).waitFor();
    expect(await englishOn(page)).toEqual([]);
  });

  test("an admin connection that leads nowhere", async () => {
    await page.goto("/databases/attach");
    await page.getByLabel("Connexion d’administration").fill("postgres://a:b@127.0.0.1:1/app");
    await page.getByRole("button", { name: "Regarder" }).click();
    await page.getByText("ne répond pas : rien n’écoute à son adresse.").waitFor();
    expect(await englishOn(page)).toEqual([]);
  });

  test("a page that is not there, and a server that is not reached", async () => {
    await page.goto("/databases/somebody-elses");
    await page.getByText("Cette page n’existe pas").waitFor();
    expect(await englishOn(page)).toEqual([]);
    await page.goto("/databases");
    await page.getByRole("link", { name, exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText("Vous êtes hors ligne.").first().waitFor();
    expect(await englishOn(page)).toEqual([]);
    await page.context().setOffline(false);
  });

  test("the account's own page, and a change of language", async () => {
    await page.goto("/account");
    await page.getByRole("heading", { name: "Jetons d’API" }).waitFor();
    expect(await englishOn(page)).toEqual([]);
    await page.getByLabel("Langue").selectOption("en");
    await page.getByRole("heading", { name: "API tokens" }).waitFor();
    await page.goto(`/databases/${name}/activity`);
    await feed().getByText("You created the database").waitFor();
    await page.goto("/account");
    await page.getByLabel("Language").selectOption("fr");
    await page.getByRole("heading", { name: "Jetons d’API" }).waitFor();
    expect(await englishOn(page)).toEqual([]);
  });
});
