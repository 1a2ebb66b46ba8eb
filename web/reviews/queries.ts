import { endpoints } from "@guestlist/contract";
import { queryOptions } from "@tanstack/react-query";
import { send } from "../api.ts";
import { everyPage } from "../every-page.ts";
import { lookAgain, unlessGone } from "../query-client.ts";

export const reviewsQuery = queryOptions({
  queryKey: ["reviews"],
  queryFn: () =>
    everyPage(async (page) => {
      const { body } = await send(endpoints.listReviews, { query: page });
      return { rows: body.reviews, next: body.next_cursor };
    }),
});

/** Another tab may decide in it too: an open one is looked at again. */
export const reviewQuery = (review: string) =>
  queryOptions({
    queryKey: ["reviews", review],
    queryFn: async () => (await send(endpoints.showReview, { params: { review } })).body,
    refetchInterval: (query) =>
      query.state.data?.review.status === "open" ? unlessGone(query, lookAgain.still) : false,
  });
