import { endpoints, type Review } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { reviewsQuery } from "./queries.ts";
import { reviewNumber, resultOf } from "./words.ts";
import { t } from "../strings/reviews.ts";
import { t as ui } from "../strings/ui.ts";

interface DiscardDialogProps {
  review: Review;
  openerId: string;
  onClose: () => void;
}

/** Gives a review up. What it has ended stays ended. */
export function DiscardDialog({ review, openerId, onClose }: DiscardDialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const cancel = useRef<HTMLButtonElement>(null);
  const number = reviewNumber(review.number);
  const discard = useAct((_: undefined) => send(endpoints.discardReview, { params: { review: review.id } }), {
    onDone: async () => {
      announce(t("discard.done", { number }));
      await navigate({ to: "/reviews" });
      queryClient.removeQueries({ queryKey: [...reviewsQuery.queryKey, String(review.number)] });
      await queryClient.invalidateQueries({ queryKey: reviewsQuery.queryKey });
    },
  });
  return (
    <Dialog
      title={t("discard.title")}
      about={t("discard.about", { number, result: resultOf(review) })}
      firstFocus={cancel}
      openerId={openerId}
      onClose={onClose}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {ui("cancel")}
          </Button>
          <Button kind="end" busy={discard.isPending} onClick={() => discard.start(undefined)}>
            {t("discard.named", { number })}
          </Button>
        </>
      }
    >
      {discard.isError && (
        <div>
          <ErrorNote>{wordsOf(discard.error)}</ErrorNote>
        </div>
      )}
      <p>{t("discard.consequence")}</p>
    </Dialog>
  );
}
