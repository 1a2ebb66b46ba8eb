import { exchanged, type GoClient } from "../support/scalingo.ts";
import { addPerson, createDatabase, openStage, type Person, type Stage } from "./stage.ts";

/** The product with an owner of one database, who asks as Scalingo's Go clients do. */
export interface ScalingoStage {
  stage: Stage;
  owner: Person;
  /** Where Scalingo's clients are served. */
  base: string;
  client: GoClient;
  /** Of the database. */
  id: string;
}

export async function openScalingoStage(name: string): Promise<ScalingoStage> {
  const stage = await openStage();
  const base = `${stage.product.url}/scalingo`;
  const owner = await addPerson(stage, "owner@example.com");
  const { id } = (await createDatabase(owner, name)).database;
  return { stage, owner, base, client: await exchanged(base, owner.token), id };
}
