/** How the list is to be found: filtered for somebody, or with the pop-up open that adds one. */
export interface ListSearch {
  person?: string;
  add?: true;
}

export const readListSearch = ({ person, add }: Record<string, unknown>): ListSearch => ({
  ...(typeof person === "string" && { person }),
  ...(add === true && { add }),
});
