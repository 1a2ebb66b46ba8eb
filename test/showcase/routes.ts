import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../support/paths.ts";

/** The paths of the router's pages, as written there: `/databases/$database/activity`. */
export function routedPages(): string[] {
  const source = readFileSync(path.join(root, "web/router.tsx"), "utf8");
  const routes = new Map<string, { parent: string; path: string; isPage: boolean }>();
  for (const [, name = "", body = ""] of source.matchAll(/^const (\w+) = createRoute\(\{\n([\s\S]*?)^\}\);/gm))
    routes.set(name, {
      parent: /getParentRoute: \(\) => (\w+)/.exec(body)?.[1] ?? "",
      path: /^ {2}path: "([^"]*)"/m.exec(body)?.[1] ?? "",
      isPage: /-page\.tsx"\)/.test(body),
    });
  const whole = (name: string): string => {
    const route = routes.get(name);
    return route === undefined ? "" : `${whole(route.parent)}${route.path}`;
  };
  const pages = [...routes].filter(([, { isPage }]) => isPage).map(([name]) => whole(name).replace(/(?<=.)\/$/, ""));
  if (pages.length === 0) throw new Error("No page was found in web/router.tsx");
  return [...new Set(pages)];
}

/** Those of the pages that none of the visited paths is of. A written path is nearer than one with a parameter. */
export function pagesNotVisited(pages: readonly string[], visited: Iterable<string>): string[] {
  const seen = new Set([...visited].map((pathname) => pageOf(pages, pathname)));
  return pages.filter((page) => !seen.has(page));
}

function pageOf(pages: readonly string[], pathname: string): string | undefined {
  const matches = pages.filter((page) => new RegExp(`^${page.replaceAll(/\$\w+/g, "[^/]+")}$`).test(pathname));
  return matches.toSorted((a, b) => a.split("$").length - b.split("$").length)[0];
}
