import { expect, test } from "vitest";
import { pagesNotVisited, routedPages } from "./routes.ts";

test("the pages of the router are found with their whole paths, frames and redirects left out", () => {
  const pages = routedPages();
  expect(pages).toEqual(
    expect.arrayContaining([
      "/sign-in",
      "/databases/new",
      "/databases/$database",
      "/databases/$database/settings/collaborators/ended",
      "/reviews/$review",
    ]),
  );
  expect(pages).not.toContain("/databases/$database/settings");
  expect(pages).not.toContain("/");
});

test("a page that nobody visited is told, and a written path is not taken for a parameter", () => {
  const pages = ["/databases", "/databases/new", "/databases/$database"];
  expect(pagesNotVisited(pages, ["/databases", "/databases/new"])).toEqual(["/databases/$database"]);
  expect(pagesNotVisited(pages, ["/databases", "/databases/new", "/databases/x"])).toEqual([]);
});
