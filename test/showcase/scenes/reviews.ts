import { mine } from "../people.ts";
import { openDialog, settle, visitDialog, type Tour } from "../visit.ts";

/** A review from its start to its document. */
export async function reviews(tour: Tour): Promise<void> {
  const { showcase, visit } = tour;
  const page = await tour.open(showcase.camille);
  await page.goto("/reviews");
  await settle(page, "h1");
  await visitDialog(tour, page, "review-start", "Start access review");
  await showcase.camille.api.post("/v1/reviews", { database: mine });
  await page.goto("/reviews");
  await settle(page, ".list tbody tr");
  await visit("reviews", page);
  await page.locator(".list tbody a").first().click();
  await page.getByRole("heading", { name: "Still needed?" }).waitFor();
  await visit("review", page);
  await openDialog(page, "End access…");
  await page.getByRole("dialog").getByText("being looked up").waitFor({ state: "detached" });
  await visit("review-end", page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await visitDialog(tour, page, "review-discard", "Discard this review…");
  for (let left = await keep(); left;) left = await keep();
  await visit("review-all-decided", page);
  await page.getByRole("button", { name: "Finish the review" }).click();
  await page.getByRole("button", { name: "Download the document" }).waitFor();
  await visit("review-finished", page);
  await page.context().close();

  /** Keeps the access that is asked about; false once everything is decided. */
  async function keep(): Promise<boolean> {
    const button = page.getByRole("button", { name: "Keep access" });
    await button.or(page.getByRole("button", { name: "Finish the review" })).waitFor();
    if ((await button.count()) === 0) return false;
    const left = await page.locator(".review-step > .quiet").first().innerText();
    await button.click();
    await page.getByText(left).waitFor({ state: "detached" });
    return true;
  }
}
