import { useEffect, useState } from "react";
import { t } from "../strings/ui.ts";
import { later } from "../ui/later.tsx";
import { FindSign } from "../ui/signs.tsx";

const Palette = later(async () => (await import("./palette.tsx")).Palette);

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** Opens the palette, as Ctrl-K does, and Cmd-K on a Mac. */
export function FindControl() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      // Not over another pop-up, whose focus it would take.
      setOpen((is) => !is && document.querySelector("[role=dialog]") === null);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className="find"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        <FindSign />
        <span>{t("find")}</span>
        <kbd aria-hidden="true">{isMac ? "⌘ K" : t("findKeys")}</kbd>
      </button>
      {open && <Palette onClose={() => setOpen(false)} />}
    </>
  );
}
