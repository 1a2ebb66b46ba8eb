import { DropdownMenu } from "radix-ui";
import { useEffect, useRef, type ReactNode } from "react";
import { MenuParts } from "./menu-parts.ts";
import { DotsSign } from "./signs.tsx";

interface MenuBoxProps {
  label: string;
  id: string | undefined;
  /** Opened by a key: the first entry gets the focus. */
  byKey: boolean;
  children: ReactNode;
}

/**
 * What `MoreMenu` is once it was opened. It floats where it is in the document, so that it belongs to the same landmark.
 */
export function MenuBox({ label, id, byKey, children }: MenuBoxProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!byKey) return undefined;
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus());
    return () => cancelAnimationFrame(frame);
  }, [byKey]);
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger className="icon" id={id} aria-label={label}>
        <DotsSign />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content ref={list} className="menu" align="end" sideOffset={4} collisionPadding={8} loop>
        <MenuParts value={parts}>{children}</MenuParts>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const parts = { Item: DropdownMenu.Item, Cut: DropdownMenu.Separator };
