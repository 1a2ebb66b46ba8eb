import type { ReactNode } from "react";
import { WarningSign } from "./signs.tsx";

interface NoteProps {
  kind?: "move" | "stop" | "open";
  sign: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A tint and the sign of what it is about. */
export function Note({ kind, sign, action, className, children }: NoteProps) {
  return (
    <div className={["note", kind, className].filter(Boolean).join(" ")}>
      {sign}
      <div>{children}</div>
      {action}
    </div>
  );
}

/** What went wrong, where it went wrong. Read at once, because it answers an act. */
export function ErrorNote({ children }: { children: ReactNode }) {
  return (
    <div className="note stop plain" role="alert">
      <WarningSign className="c-stop" />
      <div>{children}</div>
    </div>
  );
}
