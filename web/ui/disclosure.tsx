import { useEffect, useRef, useState, type ReactNode } from "react";

interface DisclosureProps {
  /** Class of the button. */
  look: string;
  /** Its name, where its content is a drawing. */
  label?: string;
  button: ReactNode;
  align?: "start" | "end";
  /** A list of links and buttons; `close` puts it away. */
  children: (close: () => void) => ReactNode;
}

/**
 * A button that opens a short list of links or choices. Not a menu: links stay links. Escape and a click elsewhere close
 * it; Escape gives the focus back.
 */
export function Disclosure({ look, label, button, align = "end", children }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  useEffect(() => {
    if (!open) return undefined;
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);
  return (
    <div className="disclosure" ref={place}>
      <button
        type="button"
        ref={opener}
        className={look}
        aria-label={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && <div className={`menu at-${align}`}>{children(close)}</div>}
    </div>
  );
}
