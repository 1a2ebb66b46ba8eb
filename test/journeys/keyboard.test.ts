import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { expectFocus, isFocused } from "../support/focus.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, createDatabase, invite, join, listed, openStage, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
const guest = "user@example.com";

let stage: Stage;
let browser: Browser;
let owner: Person;
let page: Page;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  await join(stage, owner, name, guest);
  page = await (await browser.newContext({ baseURL: stage.product.url })).newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`/databases/${name}/settings/collaborators`);
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Collaborators", level: 2 }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** On the button of a menu; the keys that follow are for its entries, which have the focus a moment later. */
async function openMenu(): Promise<void> {
  await press("Enter");
  await page.locator("[role=menuitem]:focus").waitFor();
}
const rowOf = (email: string): Locator => page.getByRole("row").filter({ hasText: email });
const actionsOf = (email: string): Locator => page.getByRole("button", { name: `Actions for ${email}` });

/** As somebody without a mouse gets there: by Tab alone. */
async function tabTo(what: Locator): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    if (await isFocused(what)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${String(what)}`);
}

describe("The Collaborators page by the keyboard alone", () => {
  test("Add: the first field has the focus, Enter confirms, and Add has the focus again", async () => {
    await tabTo(page.getByRole("button", { name: "Add", exact: true }));
    await press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add a collaborator" });
    await expectFocus(dialog.getByLabel("E-mail address"));
    await page.keyboard.type("second@example.com");
    await press("Enter");
    await dialog.waitFor({ state: "detached" });
    await expectFocus(page.getByRole("button", { name: "Add", exact: true }));
    await rowOf("second@example.com").getByText("pending").waitFor();
  });

  test("a row's menu: the arrow keys move, Escape gives the focus back", async () => {
    await tabTo(actionsOf(guest));
    await press("Enter");
    await expectFocus(page.getByRole("menuitem", { name: "Change access level" }));
    await press("ArrowDown");
    await expectFocus(page.getByRole("menuitem", { name: "Set an end date" }));
    await press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    await expectFocus(actionsOf(guest));
  });

  test("the access level is changed, and the focus is where it was", async () => {
    await press("Enter");
    await expectFocus(page.getByRole("menuitem", { name: "Change access level" }));
    await press("Enter");
    const dialog = page.getByRole("dialog", { name: "Change access level" });
    await expectFocus(dialog.getByRole("radio", { name: "Full" }));
    await press("ArrowDown", "ArrowDown", "Enter");
    await dialog.waitFor({ state: "detached" });
    await expectFocus(actionsOf(guest));
    await rowOf(guest).getByText("Read-only").waitFor();
  });

  test("an end date is set and its pop-up gives the focus back; a link is copied from a row that is pending", async () => {
    await openMenu();
    await press("ArrowDown");
    await expectFocus(page.getByRole("menuitem", { name: "Set an end date" }));
    await press("Enter");
    const end = page.getByRole("dialog", { name: "Set an end date" });
    await expectFocus(end.getByLabel("Access ends"));
    await press("ArrowDown");
    await tabTo(end.getByRole("button", { name: "Set end date" }));
    await press("Enter");
    await end.waitFor({ state: "detached" });
    await expectFocus(actionsOf(guest));
    await tabTo(actionsOf("second@example.com"));
    await openMenu();
    await press("ArrowDown");
    await expectFocus(page.getByRole("menuitem", { name: "Copy invitation link" }));
    await press("Enter");
    const link = page.getByRole("dialog", { name: "Invitation link" });
    await link.waitFor();
    await press("Escape");
    await link.waitFor({ state: "detached" });
    await expectFocus(actionsOf("second@example.com"));
  });

  test("the list is filtered, and an entry that is refused has the focus and says why", async () => {
    await page.getByLabel("Filter collaborators").focus();
    await page.keyboard.type("second@");
    await rowOf(guest).waitFor({ state: "detached" });
    for (const _ of "second@") await press("Backspace");
    await tabTo(page.getByRole("button", { name: /^Pending/ }));
    await press("Enter");
    await rowOf(guest).waitFor({ state: "detached" });
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await press("Enter");
    await rowOf(guest).waitFor();
    await tabTo(actionsOf(owner.email));
    await openMenu();
    await press("End");
    const refused = page.getByRole("menuitem", { name: "Revoke access" });
    await expectFocus(refused);
    expect(await refused.innerText()).toContain("You own this database. Transfer it before you leave.");
    await press("Enter");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    await tabTo(actionsOf(guest));
  });

  test("a revoke: Cancel has the focus first, the named button is one Tab away, Done gives the focus back", async () => {
    await openMenu();
    await press("End");
    await expectFocus(page.getByRole("menuitem", { name: "Revoke access" }));
    await press("Enter");
    const dialog = page.getByRole("dialog");
    await expectFocus(dialog.getByRole("button", { name: "Cancel" }));
    await press("Tab");
    await expectFocus(dialog.getByRole("button", { name: `Revoke access to ${guest}` }));
    await press("Enter");
    const done = page.getByRole("dialog", { name: "Access has ended" }).getByRole("button", { name: "Done" });
    await tabTo(done);
    await press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expectFocus(actionsOf(guest));
    await rowOf(guest).getByText("Closed").waitFor();
  });
});

describe("Find anything", () => {
  test("Ctrl-K finds a person, and Enter shows them", async () => {
    await press("Control+k");
    await expectFocus(page.getByRole("combobox", { name: "Find anything" }));
    await page.keyboard.type("second@");
    await page.getByRole("option", { name: /^second@example\.com/, selected: true }).waitFor();
    expect(await stumblesOn(page)).toEqual([]);
    await press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await eventually(async () => (await page.getByLabel("Filter collaborators").inputValue()) === "second@example.com");
  });

  test("it adds a collaborator to a database that one names", async () => {
    await press("Control+k");
    await expectFocus(page.getByRole("combobox", { name: "Find anything" }));
    await page.keyboard.type("add my-ded");
    await page.getByRole("option", { name: `Add a collaborator to ${name}`, selected: true }).waitFor();
    await press("Enter");
    await expectFocus(page.getByRole("dialog", { name: "Add a collaborator" }).getByLabel("E-mail address"));
    // Not over another pop-up.
    await press("Control+k");
    expect(await page.getByRole("combobox", { name: "Find anything" }).count()).toBe(0);
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("its button opens it, Escape closes it, and the button has the focus again", async () => {
    const button = page.getByRole("button", { name: "Find anything" });
    await button.focus();
    await press("Enter");
    await expectFocus(page.getByRole("combobox", { name: "Find anything" }));
    await page.keyboard.type("nothing like this");
    await page.getByText("Nothing matches.").waitFor();
    await press("Escape");
    await expectFocus(button);
  });
});

describe("What goes wrong between a click and its answer", () => {
  test("a double click on Confirm invites once", async () => {
    await page.goto(`/databases/${name}/settings/collaborators`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByLabel("E-mail address").fill("third@example.com");
    await page.getByRole("button", { name: "Confirm" }).dblclick();
    await rowOf("third@example.com").waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect((await stage.smtp.nextMessage({ to: "third@example.com" })).subject).toContain(name);
    expect((await listed(owner, name)).filter(({ email }) => email === "third@example.com")).toHaveLength(1);
  });

  test("the connection is lost in the middle of a revoke: the page says so, and tells the truth once it is back", async () => {
    const member = await join(stage, owner, name, "fourth@example.com");
    await actionsOf(member.email).click();
    await page.getByRole("menuitem", { name: "Revoke access" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: `Revoke access to ${member.email}` }).waitFor();
    // The request arrives, its answer does not.
    await page.route("**/collaborators/*", async (route) => {
      if (route.request().method() === "DELETE") await route.fetch().catch(() => undefined);
      await route.abort().catch(() => undefined);
    });
    await dialog.getByRole("button", { name: `Revoke access to ${member.email}` }).click();
    await page
      .getByText(/You are offline\. (Nothing came back|What you see is from)/)
      .first()
      .waitFor();
    await page.unroute("**/collaborators/*");
    await page.getByText(`${member.email} has been removed from the collaborators of ${name}.`).first().waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    expect(await rowOf(member.email).innerText()).toContain("ended");
  });

  test("two pages and the back button: what one page has ended, the other does not offer", async () => {
    const { id } = await invite(owner, name, "fifth@example.com");
    await page.goto("/databases");
    await page.goto(`/databases/${name}/settings/collaborators`);
    const other = await page.context().newPage();
    await other.goto(`/databases/${name}/settings/collaborators`);
    await other.getByRole("row").filter({ hasText: "fifth@example.com" }).waitFor();
    await owner.api.delete(`/v1/databases/${name}/collaborators/${id}`);
    for (const shown of [page, other])
      await shown.getByRole("row").filter({ hasText: "fifth@example.com" }).getByText("ended").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    await page.goForward();
    await rowOf(owner.email).waitFor();
    expect(await rowOf("fifth@example.com").count()).toBe(0);
    await other.close();
  });
});
