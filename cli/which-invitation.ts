import { endpoints } from "@guestlist/contract";
import type { Context } from "./context.ts";
import { Failure, UsageFailure } from "./failure.ts";
import { readStdin } from "./stdin.ts";

/** The invitation meant: by its link, by its database's name or its id, or because no other one waits. */
export async function whichInvitation(
  context: Context,
  typed: string | undefined,
  { link, tokenStdin }: { link?: string; tokenStdin?: boolean },
): Promise<{ token: string } | { id: string }> {
  if (link !== undefined) return { token: tokenOf(link) };
  if (tokenStdin === true) return { token: tokenOf(await readStdin("The invitation's link or token")) };
  const { body } = await context.call(endpoints.listInvitations, {});
  const wanted = typed ?? context.databaseIfAny;
  const waiting = body.invitations;
  const found = wanted === undefined ? waiting : waiting.filter((one) => [one.database_name, one.id].includes(wanted));
  const [only, another] = found;
  if (only !== undefined && another === undefined) return { id: only.id };
  if (waiting.length === 0) throw new Failure("not_found", "No invitation waits for you.");
  const names = waiting.map((one) => one.database_name).join(", ");
  if (wanted === undefined) throw new UsageFailure(`Which invitation? These wait: ${names}.`);
  throw new Failure("not_found", `No invitation to ${wanted} waits for you. These wait: ${names}.`);
}

/** The token stands behind the `#` of a link, where no server sees it. */
function tokenOf(linkOrToken: string): string {
  const token = linkOrToken.trim().replace(/^.*#/s, "");
  if (token === "" || /[\s/]/.test(token))
    throw new UsageFailure("That is no invitation link: it ends in # and a token.");
  return token;
}
