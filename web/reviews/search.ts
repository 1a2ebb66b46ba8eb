/** With the pop-up open that starts a review of a database. */
export interface ReviewsSearch {
  of?: string;
}

export const readReviewsSearch = ({ of }: Record<string, unknown>): ReviewsSearch =>
  typeof of === "string" ? { of } : {};
