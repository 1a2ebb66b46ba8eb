import {
  furtherEndings,
  type Collaborator,
  type CouldStillUse,
  type Ending,
  type RevocationPreview,
} from "@guestlist/contract";
import { Children, useState, type ReactNode } from "react";
import { wordsOf } from "../api.ts";
import { OpenDoorSign } from "../access-line/house.tsx";
import { leftoverCounts } from "../closures/leftover-words.ts";
import { Address, Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { timeOrDay } from "../ui/time.ts";
import { counted, listed } from "../ui/words.ts";
import { objectsInWords, sessionInWords } from "./preview-words.ts";

interface RevokePreviewProps {
  of: Collaborator;
  preview: RevocationPreview | undefined;
  error: Error | null;
  database: string;
}

/** What will end, each with its number. */
export function RevokePreview({ of, preview, error, database }: RevokePreviewProps) {
  if (of.status === "pending") {
    return (
      <div>
        <p className="mb-3">Nothing was opened yet. Here is what will end:</p>
        <ul className="ends">
          <End n={1} what={<>invitation will be withdrawn: its link no longer works</>} />
        </ul>
      </div>
    );
  }
  return (
    <>
      <div>
        <p className="mb-3">
          {of.is_me
            ? "You stop collaborating. Here is what will end:"
            : "This ends the login in PostgreSQL, not only the entry in this list. Here is what will end:"}
        </p>
        {error !== null && <ErrorNote>{wordsOf(error)}</ErrorNote>}
        {preview?.seen === false && (
          <Note kind="move" sign={<OpenDoorSign />}>
            <Name of={database} /> does not answer, so this is as last seen. Access ends as soon as it answers.
          </Note>
        )}
        <ul className="ends" aria-busy={preview === undefined && error === null}>
          {preview === undefined ? <LookingUp of={of} failed={error !== null} /> : <Ends of={of} preview={preview} />}
        </ul>
      </div>
      {preview?.could_still_use != null && <StillUsed used={preview.could_still_use} isMe={of.is_me} />}
      {of.is_me && <p className="quiet">To come back, you need a new invitation, and you get a new login.</p>}
    </>
  );
}

/** What does not end with the access: counted here, and decided about on the receipt. */
function StillUsed({ used, isMe }: { used: CouldStillUse; isMe: boolean }) {
  const counts = leftoverCounts(used);
  if (counts.length === 0) return null;
  return (
    <section aria-labelledby="still-used">
      <h3 id="still-used" className="mb-1">
        What {isMe ? "you" : "they"} could still use
      </h3>
      <p className="quiet mb-3">
        {isMe
          ? "This stays when you leave. Those who manage the database decide about it."
          : "The receipt lists each, to rotate, remove or keep it."}
      </p>
      <ul className="ends">
        {counts.map(({ n, what }) => (
          <End key={what} n={n} what={what} />
        ))}
      </ul>
    </section>
  );
}

/** As high as the shortest answer, so that little moves when it is there. */
function LookingUp({ of, failed }: { of: Collaborator; failed: boolean }) {
  return (
    <>
      {of.login !== null && (
        <End
          n={1}
          what={
            <>
              login, <code>{of.login.name}</code>, will be refused from then on
            </>
          }
        />
      )}
      {!failed && <End n="…" what={<span className="quiet">sessions, objects and grants are being looked up</span>} />}
    </>
  );
}

function Ends({ of, preview }: { of: Collaborator; preview: RevocationPreview }) {
  const [all, setAll] = useState(false);
  const endings = furtherEndings(preview, (iso) => timeOrDay(new Date(iso), new Date()));
  const further = endings.filter((ending) => ending.further);
  const objects = preview.objects.reduce((sum, { count }) => sum + count, 0);
  const who = of.is_me ? "you" : (of.username ?? "they");
  return (
    <>
      {(preview.sessions.length > 0 || !of.is_me) && <Sessions preview={preview} />}
      {preview.login_name !== null && (
        <End
          n={1}
          what={
            <>
              login, <code>{preview.login_name}</code>, will be refused from then on
            </>
          }
        />
      )}
      {endings
        .filter((ending) => !ending.further)
        .map((ending) => (
          <Further key={ending.what} ending={ending} all={all} />
        ))}
      {preview.seen && (
        <End
          n={objects}
          what={`${objects === 1 ? "object changes" : "objects change"} owner${objects > 0 ? "; no data is deleted" : ""}`}
        >
          {objects > 0 && (
            <li>
              {objectsInWords(preview.objects)} {objects === 1 ? "moves" : "move"} to <code>guestlist_kept</code>
            </li>
          )}
        </End>
      )}
      {preview.seen && <End n={preview.memberships} what={membershipWords(preview.memberships, preview.grants)} />}
      {preview.invitations.length > 0 && (
        <End
          n={preview.invitations.length}
          what={`${preview.invitations.length === 1 ? "invitation" : "invitations"} that ${who} sent will be withdrawn`}
        >
          {preview.invitations.map((email) => (
            <li key={email}>
              <Address of={email} />, pending
            </li>
          ))}
        </End>
      )}
      {all && further.map((ending) => <Further key={ending.what} ending={ending} all />)}
      {!all && (further.length > 0 || endings.some(({ items }) => items.length > few)) && (
        <li>
          <span />
          <Button kind="plain" slim className="-ml-3 justify-self-start" onClick={() => setAll(true)}>
            Show all{further.length > 0 && `: ${listed(further.map(shortly))}`}
          </Button>
        </li>
      )}
    </>
  );
}

const few = 3;

/** "2 grants", "1 function" */
const shortly = ({ n, what }: Ending): string => `${n} ${/^(API \w+|\w+)/.exec(what)?.[0] ?? ""}`;

function Further({ ending: { n, what, items, waits }, all }: { ending: Ending; all: boolean }) {
  const shown = all ? items : items.slice(0, few);
  return (
    <End n={n} what={<span className={waits ? "c-move" : ""}>{what}</span>}>
      {shown.map((item) => (
        <li key={item}>{item}</li>
      ))}
      {shown.length < items.length && <li>and {items.length - shown.length} more</li>}
    </End>
  );
}

function Sessions({ preview }: { preview: RevocationPreview }) {
  const n = preview.sessions.length;
  const now = new Date();
  if (!preview.seen) return <End n="?" what="sessions will be closed" />;
  return (
    <End n={n} what={`${n === 1 ? "session" : "sessions"} will be closed`}>
      {preview.sessions.map((session) => (
        <li key={session.pid} className={session.transaction_s === null ? "" : "c-move"}>
          {sessionInWords(session, now)}
        </li>
      ))}
    </End>
  );
}

function membershipWords(memberships: number, grants: number): string {
  const first = memberships === 1 ? "membership" : "memberships";
  return `${listed([first, ...(grants > 0 ? [counted(grants, "direct grant", "direct grants")] : [])])} will be removed`;
}

function End({ n, what, children }: { n: number | string; what: ReactNode; children?: ReactNode }) {
  return (
    <li>
      <span className="big">{n}</span>
      <div>
        {what}
        {Children.toArray(children).length > 0 && <ul>{children}</ul>}
      </div>
    </li>
  );
}
