import type { OverviewView } from "./overview.ts";

const groupings = ["person", "database"] as const;
const views: readonly OverviewView[] = ["all", "unused", "ending", "pending"];

/** How the overview is shown, as its address has it; what is the usual is left out. */
export interface OverviewSearch {
  by?: (typeof groupings)[number];
  view?: OverviewView;
}

export function overviewSearch({ by, view }: { by?: unknown; view?: unknown }): OverviewSearch {
  const grouping = groupings.find((each) => each === by);
  const shown = views.find((each) => each === view);
  return {
    ...(grouping === undefined || grouping === "person" ? {} : { by: grouping }),
    ...(shown === undefined || shown === "all" ? {} : { view: shown }),
  };
}
