import { createContext, type ComponentType, type HTMLAttributes } from "react";

type ItemProps = Omit<HTMLAttributes<HTMLDivElement>, "onSelect"> & { onSelect?: (event: Event) => void };

/** The entries of a menu are made of these; there are none before a menu was opened. */
export const MenuParts = createContext<{
  readonly Item: ComponentType<ItemProps>;
  readonly Cut: ComponentType<{ className?: string }>;
} | null>(null);
