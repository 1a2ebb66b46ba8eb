import type { Page } from "playwright-core";
import { addPerson, invite, type Person } from "../test/journeys/stage.ts";
import { signInTo } from "../test/journeys/owning-stage.ts";
import { openBrowser } from "../test/support/browser.ts";
import { queryOnce } from "../test/support/postgres.ts";
import { quantile, type Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const name = "bench-live";
const rounds = 12;
/** What the dashboard promises of what changes elsewhere: milliseconds. */
const promised = 1_000;

/** An acceptance, until another person's open page says so: from the transaction's time to the row's change. */
export async function benchLive(stage: BenchStage): Promise<Row[]> {
  await addDatabase(stage, name);
  const guests: Person[] = [];
  for (let n = 0; n < rounds; n += 1) guests.push(await addPerson(stage, `guest${n}@example.com`));
  const browser = await openBrowser();
  try {
    const page = await signInTo(browser, stage, stage.owner);
    await page.goto(`/databases/${name}/settings/collaborators`);
    const delays: number[] = [];
    for (const guest of guests) delays.push(await delayOf(stage, page, guest));
    return [0.5, 0.95].map((share): Row => {
      const measured = quantile(delays, share);
      const told = `an acceptance until another's page shows it, p${share * 100}`;
      return { name: told, measured, against: promised, ratio: measured / promised, unit: "ms", target: 1 };
    });
  } finally {
    await browser.close();
  }
}

async function delayOf({ owner, databaseUrl }: BenchStage, page: Page, guest: Person): Promise<number> {
  const { id } = await invite(owner, name, guest.email, "read-only");
  await page.getByRole("row").filter({ hasText: guest.email }).getByText("pending").waitFor();
  const shown = page.evaluate<number>(whenAccepted(guest.email));
  await guest.api.post("/v1/invitations/accept", { id });
  const [row] = await queryOnce<{ at: Date }>(
    databaseUrl,
    "select accepted_at as at from collaborators where id = $1",
    [id],
  );
  return (await shown) - (row?.at.getTime() ?? Number.NaN);
}

/** In the page: the time at which the row says "accepted". */
const whenAccepted = (email: string): string => `new Promise((resolve) => {
  const look = () => {
    const row = [...document.querySelectorAll(".list tbody tr")].find((each) => each.textContent.includes("${email}"));
    if (!row?.textContent.includes("accepted")) return;
    watch.disconnect();
    resolve(Date.now());
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
})`;
