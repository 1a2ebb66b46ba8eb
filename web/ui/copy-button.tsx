import { useEffect, useState } from "react";
import { announce } from "./live-region.tsx";
import { CopySign, TickSign } from "./signs.tsx";
import { t } from "../strings/ui.ts";

interface CopyButtonProps {
  value: string;
  /** "the new password" */
  what: string;
  /** Its words; without, it is an icon. */
  text?: string;
}

/** Copies a text and says so. */
export function CopyButton({ value, what, text }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    await copyText(value);
    setDone(true);
    announce(t("copiedAnnounced"));
  };
  return (
    <button
      type="button"
      className={text === undefined ? "icon" : "btn slim"}
      aria-label={text === undefined ? t("copyWhat", { what }) : undefined}
      onClick={() => void copy()}
    >
      {done ? <TickSign /> : <CopySign />}
      {text !== undefined && (
        <span>
          {done ? t("copied") : text}
          <span className="vh"> {what}</span>
        </span>
      )}
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
