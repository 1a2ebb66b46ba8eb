import { endpoints, type Review } from "@guestlist/contract";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { saveFile } from "../closures/save-file.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { exactTime } from "../ui/time.ts";
import { reviewNumber } from "./words.ts";
import { t } from "../strings/reviews.ts";
import { code } from "../ui/marks.tsx";

/** Of a finished review: when, and the document to keep. */
export function DecidedNotice({ review }: { review: Review }) {
  const name = `access-review-${reviewNumber(review.number)}.json`;
  const save = useAct(
    async (_: undefined) =>
      (await send(endpoints.showReviewDocument, { params: { review: String(review.number) } })).body,
    { onDone: (text) => saveFile(name, text, "application/json") },
  );
  if (review.ended_at === null || review.document_sha256 === null) return null;
  return (
    <section className="mb-6" aria-label={t("document.label")}>
      <dl className="kv wide-keys">
        <dt>{t("document.finished")}</dt>
        <dd>{exactTime(new Date(review.ended_at))}</dd>
        <dt>{t("document.label")}</dt>
        <dd className="wrap">{t.rich("document.unchanged", { sha: review.document_sha256, code })}</dd>
      </dl>
      {save.isError && (
        <div className="mt-4">
          <ErrorNote>{wordsOf(save.error)}</ErrorNote>
        </div>
      )}
      <p className="mt-4">
        <Button busy={save.isPending} onClick={() => save.start(undefined)}>
          {t("document.download")}
        </Button>
      </p>
    </section>
  );
}
