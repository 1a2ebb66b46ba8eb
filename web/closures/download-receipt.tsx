import type { Closure } from "@guestlist/contract";
import { receiptNumber } from "../access-line/access-line.ts";
import { Button } from "../ui/button.tsx";

/** The receipt as the API gives it, in a file. */
export function DownloadReceipt({ closure, className }: { closure: Closure; className?: string }) {
  const download = () => {
    const file = new Blob([`${JSON.stringify(closure, null, 2)}\n`], { type: "application/json" });
    const url = URL.createObjectURL(file);
    const link = document.createElement("a");
    link.href = url;
    link.download = `closure-receipt-${receiptNumber(closure.number)}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button kind="plain" className={className} onClick={download}>
      Download receipt
    </Button>
  );
}
