import type { Closure, SignedReceipt } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "../act.ts";
import { isNotFound, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { receiptQuery } from "./queries.ts";
import { saveText } from "./receipt-files.ts";
import { t } from "../strings/closures.ts";

interface SaveReceiptProps {
  closure: Closure;
  /** As it was when the access ended: all that remains for whoever ended their own. */
  receipt?: SignedReceipt | null;
  className?: string;
}

/** What was signed of a closure last, in a file. */
export function SaveReceipt({ closure, receipt = null, className }: SaveReceiptProps) {
  const queryClient = useQueryClient();
  const save = useAct(async () => {
    const newest = receiptQuery(closure.database.name, closure.number);
    const { receipt: signed } = await queryClient.fetchQuery(newest).catch((error: unknown) => {
      if (receipt === null || !isNotFound(error)) throw error;
      return { receipt };
    });
    saveText(closure.number, signed);
  });
  return (
    <>
      <Button
        kind="plain"
        className={className}
        busy={save.isPending}
        whyNot={closure.signature === null ? t("save.unsigned") : undefined}
        onClick={() => save.start(undefined)}
      >
        {t("save.receipt")}
      </Button>
      {save.error !== null && <span role="alert">{wordsOf(save.error)}</span>}
    </>
  );
}
