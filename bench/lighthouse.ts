import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { findBrowser } from "../test/support/browser.ts";
import { api } from "../test/support/http.ts";
import { temporaryFolder } from "../test/support/paths.ts";
import { insertPending } from "../test/support/people.ts";
import { readFile, writeFile } from "node:fs/promises";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const name = "bench-lighthouse";
/** 185 MB with what it needs: fetched by npx when it is asked for, and no dependency. */
const lighthouse = "lighthouse@12.8.2";
const least = 95;
const categories = ["performance", "accessibility", "best-practices"];

/** Lighthouse's marks of the Collaborators page with 200 rows, as a desktop sees it. As ratios: 95 over the mark. */
export async function benchLighthouse(stage: BenchStage): Promise<Row[]> {
  const id = await addDatabase(stage, name);
  await insertPending(stage.databaseUrl, id, 199);
  const marks = await run(`${stage.product.url}/databases/${name}/settings/collaborators`, await signIn(stage));
  return categories.map((category) => {
    const measured = (marks[category]?.score ?? 0) * 100;
    return { name: `Lighthouse, ${category}`, measured, against: least, ratio: least / measured, unit: "", target: 1 };
  });
}

type Marks = Record<string, { score: number | null } | undefined>;

async function run(url: string, cookie: string): Promise<Marks> {
  const { executablePath, env } = findBrowser();
  const folder = temporaryFolder("lighthouse");
  const report = path.join(folder, "report.json");
  const headers = path.join(folder, "headers.json");
  await writeFile(headers, JSON.stringify({ Cookie: cookie }));
  const flags = `--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu --user-data-dir=${path.join(folder, "profile")}`;
  const options = ["--quiet", "--preset=desktop", "--output=json", `--only-categories=${categories.join(",")}`];
  await promisify(execFile)(
    "npx",
    [
      "--yes",
      lighthouse,
      url,
      ...options,
      `--output-path=${report}`,
      `--extra-headers=${headers}`,
      `--chrome-flags=${flags}`,
    ],
    { env: { ...process.env, ...env, CHROME_PATH: executablePath } },
  );
  const { categories: marks, audits } = JSON.parse(await readFile(report, "utf8")) as {
    categories: Marks;
    audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
  };
  for (const { title, score, displayValue = "" } of Object.values(audits))
    if (score !== null && score < 0.9) process.stdout.write(`\n         ${title} ${displayValue} (${score})`);
  return marks;
}

async function signIn({ product, owner }: BenchStage): Promise<string> {
  const { headers } = await api(product.url).post("/v1/account/sign-in", {
    email: owner.email,
    password: owner.password,
  });
  return headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
}
