import { bytesInWords, endpoints, furtherEndings, pluralOfKind, type RevocationPreview } from "@guestlist/contract";
import { command } from "../command.ts";
import { findCollaborator } from "../find-collaborator.ts";
import { instant } from "../instants.ts";
import { leftoversInWords } from "../leftovers.ts";

export const collaboratorsPreview = command({
  name: "collaborators-preview",
  arguments: ["<email>"],
  description:
    "Tell what would end if the access of a collaborator was revoked, and what is in the way; nothing is changed",
  examples: ["--database my-dedicated-db collaborators-preview user@example.com"],
  options: [],
  async run(context, [email]) {
    const [{ id, email: address }, name] = await findCollaborator(context, email);
    const params = { database: context.database, id };
    const { body } = await context.call(endpoints.previewRevocation, { params });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> Revoking the access of ${address} to ${name} would end:`);
    for (const { n, what, items } of endingsOf(body)) {
      context.out.line(`${String(n).padStart(6)} ${what}`);
      for (const item of items) context.out.line(`         ${item}`);
    }
    const left = body.could_still_use;
    if (left !== null && left.items.length + left.left_out > 0) {
      context.out.line(`-----> What they could still use; the receipt lists it, to decide about each:`);
      for (const line of leftoversInWords({ ...left, api_tokens: 0 })) context.out.line(`       ${line}`);
    }
    if (!body.seen) context.out.refuse(`${name} cannot be looked at now, so only what is known without that is told.`);
    return body.seen ? 0 : 1;
  },
});

interface Told {
  readonly n: number;
  readonly what: string;
  readonly items: readonly string[];
}

/** In the order in which it matters: what ends at once, what is in the way, what changes hands. */
function endingsOf(preview: RevocationPreview): Told[] {
  const { sessions, objects, memberships, grants, invitations } = preview;
  const count = objects.reduce((sum, each) => sum + each.count, 0);
  const further = furtherEndings(preview, instant);
  const told: Told[] = [
    { n: sessions.length, what: plural(sessions.length, "session"), items: sessions.map(sessionInWords) },
    ...(preview.login_name === null ? [] : [{ n: 1, what: `login, ${preview.login_name}`, items: [] }]),
    ...further.filter((each) => each.waits),
    {
      n: count,
      what: `${plural(count, "object")} of theirs ${count === 1 ? "changes" : "change"} owner; no data is deleted`,
      items: objects.map(objectInWords),
    },
    { n: memberships, what: plural(memberships, "membership"), items: [] },
    { n: grants, what: plural(grants, "direct grant"), items: [] },
    { n: invitations.length, what: `${plural(invitations.length, "invitation")} that they sent`, items: invitations },
    ...further.filter((each) => !each.waits),
  ];
  return told.filter(({ n }) => n > 0);
}

const plural = (n: number, noun: string): string => (n === 1 ? noun : `${noun}s`);

function sessionInWords({
  pid,
  application,
  client,
  since,
  transaction_s: seconds,
}: RevocationPreview["sessions"][number]) {
  const name = application === "" ? "a program without a name" : application;
  const undone = seconds === null ? "" : `, in a transaction for ${Math.round(seconds)} s: its changes will be undone`;
  return `${name}${client === null ? "" : ` from ${client}`}, pid ${pid}, since ${instant(since)}${undone}`;
}

function objectInWords({ database, kind, count, bytes }: RevocationPreview["objects"][number]): string {
  const size = bytesInWords(bytes);
  return `${count} ${count === 1 ? kind : pluralOfKind(kind)} in ${database}${size === null ? "" : `, ${size}`}`;
}
