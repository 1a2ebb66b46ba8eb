import { useId, useState, type KeyboardEvent, type ReactNode } from "react";

interface TabsProps {
  label: string;
  tabs: readonly { readonly name: string; readonly content: ReactNode }[];
  /** Of what is shown. */
  className?: string;
}

/**
 * One of a few texts in the same place; the arrow keys move along the names and show at once. Made here: the kept library's
 * are 8.6 kB of a page's first load.
 */
export function Tabs({ label, tabs, className }: TabsProps) {
  const id = useId();
  const [shown, setShown] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = reachedBy(event.key, shown, tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    setShown(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <>
      <div className="seg" role="tablist" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            aria-selected={index === shown}
            aria-controls={`${id}-shown`}
            tabIndex={index === shown ? 0 : -1}
            onClick={() => setShown(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className={className} role="tabpanel" id={`${id}-shown`} aria-labelledby={`${id}-${shown}`}>
        {tabs[shown]?.content}
      </div>
    </>
  );
}

function reachedBy(key: string, shown: number, of: number): number | undefined {
  if (key === "ArrowRight") return (shown + 1) % of;
  if (key === "ArrowLeft") return (shown + of - 1) % of;
  if (key === "Home") return 0;
  return key === "End" ? of - 1 : undefined;
}
