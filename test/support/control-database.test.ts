import { expect, test } from "vitest";
import { createControlDatabase } from "./control-database.ts";

test("each test has a control database of its own, whose owner is no superuser", async () => {
  const [one, two] = await Promise.all([createControlDatabase(), createControlDatabase()]);
  await one.query("create table mark as select 1 as n");
  await expect(two.query("select * from mark")).rejects.toMatchObject({ code: "42P01" });
  expect(await one.query("select rolsuper from pg_roles where rolname = current_user")).toEqual([{ rolsuper: false }]);
  await one.drop();
  await expect(one.query("select 1")).rejects.toMatchObject({ code: "3D000" });
  await two.drop();
});
