import type { Page } from "playwright-core";
import { invite } from "../../journeys/stage.ts";
import { linkIn } from "../../support/smtp.ts";
import { mine } from "../people.ts";
import { settle, visitPaths, type Tour } from "../visit.ts";

const lena = "lena.fischer@example.com";

/** Every page that stands alone with the door: nobody is signed in, or somebody else is. */
export async function signedOut(tour: Tour): Promise<void> {
  const { smtp } = tour.showcase.stage;
  const mail = await smtp.nextMessage({ to: lena, subject: / invites you to / });
  const link = linkIn(mail, /\/invitation#/);
  const nobody = await tour.open();
  await visitPaths(tour, nobody, {
    "11-sign-in": "/sign-in",
    reset: "/reset",
    verify: "/verify",
    setup: "/setup",
    "invitation-without-link": "/invitation",
    "invitation-no-longer": "/invitation#no-such-invitation",
  });
  await resetting(tour, nobody);
  await nobody.goto("about:blank");
  await nobody.setContent(mail.html);
  await tour.visit("12-invitation-email", nobody);
  await nobody.goto(link);
  await nobody.getByLabel("Username").waitFor();
  await tour.visit("07-invitation-sign-up", nobody);
  await nobody.context().close();
  await theirs(tour, link);
}

async function resetting({ showcase, visit }: Tour, page: Page): Promise<void> {
  await page.goto("/reset");
  await page.getByLabel("E-mail address").fill(showcase.jonas.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await page.getByRole("heading", { name: "Look in your mail" }).waitFor();
  await visit("reset-sent", page);
  await page.goto(
    linkIn(await showcase.stage.smtp.nextMessage({ to: showcase.jonas.email, subject: /password/i }), /\/reset#/),
  );
  await page.getByLabel("New password").waitFor();
  await visit("reset-new-password", page);
}

/** The link of an invitation, opened by somebody else and by the invited person. */
async function theirs(tour: Tour, link: string): Promise<void> {
  const camille = await tour.open(tour.showcase.camille);
  await camille.goto(link);
  await camille.getByText("another address").first().waitFor();
  await tour.visit("07b-wrong-account", camille);
  await visitPaths(tour, camille, { "not-found": "/nowhere", "not-found-inside": "/databases/nowhere" });
  await camille.context().close();
  const invited = await tour.open(await tour.showcase.invited());
  await invited.goto(link);
  await invited.getByRole("button", { name: "Accept invitation" }).waitFor();
  await tour.visit("07a-invitation", invited);
  await invited.goto("/databases");
  await settle(invited, ".note, .empty");
  await tour.visit("databases-invited", invited);
  await invited.goto(link);
  await invited.getByRole("button", { name: "Decline" }).click();
  await invited.getByRole("link", { name: "databases" }).waitFor();
  await tour.visit("invitation-declined", invited);
  await invited.context().close();
  await invite(tour.showcase.camille, mine, lena);
}
