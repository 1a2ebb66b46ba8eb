import type { CSSProperties, ReactNode } from "react";
import { LiveRegion } from "./live-region.tsx";
import { useTitle } from "./title.ts";
import { Wordmark } from "./wordmark.tsx";

interface GateProps {
  /** In the browser's tab. */
  name: string;
  title: ReactNode;
  /** `enter`: the line goes through the door. `shut`: the door is ink. */
  state?: "enter" | "shut";
  /** Where the door's gap is, in px below its top. */
  gap?: number;
  children: ReactNode;
}

/** A narrow page with the door: sign in, an invitation, a link that no longer works. */
export function Gate({ name, title, state, gap = 44, children }: GateProps) {
  useTitle(name);
  return (
    <div className={`gate ${state ?? ""}`} style={{ "--gap": `${gap}px` } as CSSProperties}>
      <header>
        <Wordmark />
      </header>
      <main id="main">
        <div className="inner">
          <span className="leaf" aria-hidden="true" />
          <span className="way" aria-hidden="true" />
          <h1>{title}</h1>
          <div className="stack">{children}</div>
        </div>
      </main>
      <LiveRegion />
    </div>
  );
}
