import { useEffect, useState } from "react";
import { announce } from "./live-region.tsx";
import { CopySign, TickSign } from "./signs.tsx";

/** Copies a text and says so. Without `text` shown it is an icon. */
export function CopyButton({ value, label, text }: { value: string; label: string; text?: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    await copyText(value);
    setDone(true);
    announce("Copied.");
  };
  return (
    <button
      type="button"
      className={text === undefined ? "icon" : "btn slim"}
      aria-label={label}
      onClick={() => void copy()}
    >
      {done ? <TickSign /> : <CopySign />}
      {text !== undefined && (done ? "Copied" : text)}
    </button>
  );
}

/** The clipboard is refused outside HTTPS and localhost; a selected field still works there. */
async function copyText(value: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    const field = document.createElement("textarea");
    field.value = value;
    field.className = "vh";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
