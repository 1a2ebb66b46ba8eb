import { useId, type ComponentProps } from "react";

interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  /** `first`: the one ink button of a view. `end`: ends access, in pop-ups only. */
  kind?: "first" | "end" | "plain" | undefined;
  slim?: boolean;
  /** It is being done: a second click does nothing. */
  busy?: boolean;
  /** Why it cannot be used; it stays focusable and says so. */
  whyNot?: string | undefined;
}

export function Button({ kind, slim, busy, whyNot, className, onClick, ...rest }: ButtonProps) {
  const reasonId = useId();
  const off = whyNot !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className={["btn", kind, slim && "slim", className].filter(Boolean).join(" ")}
      aria-disabled={off || busy || undefined}
      aria-busy={busy || undefined}
      aria-describedby={off ? reasonId : rest["aria-describedby"]}
      onClick={(event) => {
        // The second click of a double click is none: what it was meant for may have moved away by then.
        if (off || busy || event.detail > 1) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
  if (!off) return button;
  return (
    <span className="with-reason">
      {button}
      <small id={reasonId}>{whyNot}</small>
    </span>
  );
}
