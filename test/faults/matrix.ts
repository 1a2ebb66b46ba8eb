import { beforeAll, beforeEach, describe } from "vitest";
import { everyKind, kindsThatDiffer, openAccessStage, type AccessStage, type Kind } from "../support/access-stage.ts";

/**
 * One server for each kind and worker, shared by all files: a server costs as much as ten of these tests. They go with the
 * run. Each test has a database of its own, and puts back what it changes on the server.
 */
const stages = new Map<string, Promise<AccessStage>>();

function stageOf(kind: Kind): Promise<AccessStage> {
  const key = `${kind.version} ${kind.admin}`;
  const opened = stages.get(key) ?? openAccessStage({ ...kind, settings: { max_prepared_transactions: "10" } });
  stages.set(key, opened);
  return opened;
}

/**
 * A failure mode on every version of PostgreSQL as superuser, and as a provider's admin where that differs. `body`
 * declares the tests; the stage it asks for has a new database in each.
 */
export function everyVersion(
  name: string,
  body: (stage: () => AccessStage, kind: Kind) => void,
  applies: (kind: Kind) => boolean = () => true,
): void {
  describe.each(everyKind.filter(applies))(`${name} (PostgreSQL $version, $admin)`, (kind) => {
    let stage: AccessStage;
    beforeAll(async () => {
      stage = await stageOf(kind);
    });
    beforeEach(() => stage.newDatabase());
    body(() => stage, kind);
  });
}

/** The same where PostgreSQL's own rules differ: what rests on statements that the numbered ones run everywhere. */
export const whereRulesDiffer = (name: string, body: Parameters<typeof everyVersion>[1]): void =>
  everyVersion(name, body, rulesDiffer);

/** For what stands beside an item's own test, which runs everywhere, and rests on the same statements. */
export const rulesDiffer = (kind: Kind): boolean => kindsThatDiffer.includes(kind);

/** With its defense taken out the attack has to succeed. It does so alike on versions that differ in nothing here. */
export const showsAttack = rulesDiffer;
