import { use, useId, useState, type ReactNode } from "react";
import { once, whenIdle } from "./later.tsx";
import type { MenuBox } from "./menu-box.tsx";
import { MenuParts } from "./menu-parts.ts";
import { DotsSign } from "./signs.tsx";

interface MoreMenuProps {
  /** "Actions for user@example.com" */
  label: string;
  /** Id of the button, so that a dialog can give the focus back to it. */
  id?: string;
  children: ReactNode;
}

const loadBox = once(async () => (await import("./menu-box.tsx")).MenuBox);
whenIdle(loadBox);

/**
 * The … at the end of a row. A plain button until it is opened for the first time: a list has one in each row, and most of
 * them are never touched.
 */
export function MoreMenu({ label, id, children }: MoreMenuProps) {
  const [opened, setOpened] = useState<{ Box: typeof MenuBox; byKey: boolean } | null>(null);
  const open = async (byKey: boolean): Promise<void> => setOpened({ Box: await loadBox(), byKey });
  return (
    <div className="more">
      {opened === null ? (
        <button
          type="button"
          className="icon"
          id={id}
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded="false"
          // A click without a pointer has been a key.
          onClick={(event) => void open(event.detail === 0)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            void open(true);
          }}
        >
          <DotsSign />
        </button>
      ) : (
        <opened.Box label={label} id={id} byKey={opened.byKey}>
          {children}
        </opened.Box>
      )}
    </div>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  danger?: boolean;
  /** Why it cannot be used; it stays reachable and says so. */
  whyNot?: string | undefined;
  children: ReactNode;
}

export function MenuItem({ onSelect, danger, whyNot, children }: MenuItemProps) {
  const reasonId = useId();
  const parts = use(MenuParts);
  if (parts === null) return null;
  if (whyNot === undefined) {
    return (
      <parts.Item className={danger ? "danger" : ""} onSelect={onSelect}>
        {children}
      </parts.Item>
    );
  }
  return (
    <parts.Item aria-disabled="true" aria-describedby={reasonId} onSelect={(event) => event.preventDefault()}>
      {children}
      <small id={reasonId}>{whyNot}</small>
    </parts.Item>
  );
}

export function MenuCut() {
  const parts = use(MenuParts);
  return parts === null ? null : <parts.Cut className="cut" />;
}
