import { DropdownMenu } from "radix-ui";
import { useId, type ReactNode } from "react";
import { DotsSign } from "./signs.tsx";

interface MoreMenuProps {
  /** "Actions for user@example.com" */
  label: string;
  /** Id of the button, so that a dialog can give the focus back to it. */
  id?: string;
  children: ReactNode;
}

/** The … at the end of a row. */
export function MoreMenu({ label, id, children }: MoreMenuProps) {
  return (
    <div className="more">
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="icon" id={id} aria-label={label}>
          <DotsSign />
        </DropdownMenu.Trigger>
        <MenuBox>{children}</MenuBox>
      </DropdownMenu.Root>
    </div>
  );
}

/** The floating list of a menu. It stays where it is in the document, so that it belongs to the same landmark. */
export function MenuBox({ children, align = "end" }: { children: ReactNode; align?: "start" | "end" }) {
  return (
    <DropdownMenu.Content className="menu" align={align} sideOffset={4} collisionPadding={8} loop>
      {children}
    </DropdownMenu.Content>
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
  if (whyNot === undefined) {
    return (
      <DropdownMenu.Item className={danger ? "danger" : ""} onSelect={onSelect}>
        {children}
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.Item aria-disabled="true" aria-describedby={reasonId} onSelect={(event) => event.preventDefault()}>
      {children}
      <small id={reasonId}>{whyNot}</small>
    </DropdownMenu.Item>
  );
}

export const MenuCut = () => <DropdownMenu.Separator className="cut" />;
