import { endpoints, type Review, type ReviewItem } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { send } from "../api.ts";
import { collaboratorQuery } from "../collaborators/queries.ts";
import { RevokeDialog } from "../collaborators/revoke-dialog.tsx";
import type { SendRevoke } from "../collaborators/use-revoke.ts";
import { databaseQuery } from "../databases/queries.ts";

interface EndInReviewProps {
  review: Review;
  item: ReviewItem;
  openerId: string;
  onClose: () => void | Promise<void>;
}

/** The pop-up of a revoke, as by hand: what will end, the clocks, the receipt. The review's decision starts it. */
export function EndInReview({ review, item, openerId, onClose }: EndInReviewProps) {
  const { data: database } = useQuery(databaseQuery(item.database.name));
  const { data: collaborator } = useQuery(collaboratorQuery(item.database.name, item.collaborator_id));
  if (database === undefined || collaborator === undefined) return null;
  return (
    <RevokeDialog
      key={item.id}
      database={database}
      of={collaborator}
      openerId={openerId}
      onClose={onClose}
      send={() => end(review, item)}
    />
  );
}

/** The decision's answer, as the revoke's would be. */
async function end(review: Review, item: ReviewItem): ReturnType<SendRevoke> {
  const body = { item: item.id, decision: "end" } as const;
  const answer = await send(endpoints.decideReview, { params: { review: review.id }, body });
  if (answer.status === 202) {
    const { collaborator, waiting } = answer.body;
    return { status: 202, body: { collaborator, waiting } };
  }
  if (answer.body.ended === null) throw new Error("an access that was to end was kept");
  return { status: 200, body: answer.body.ended };
}
