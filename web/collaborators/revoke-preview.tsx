import type { Collaborator, CouldStillUse, RevocationPreview } from "@guestlist/contract";
import { Children, useState, type ReactNode } from "react";
import { wordsOf } from "../api.ts";
import { OpenDoorSign } from "../access-line/house.tsx";
import { leftoverCounts } from "../closures/leftover-words.ts";
import { t } from "../strings/revoking.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { address, code, name } from "../ui/marks.tsx";
import { listed } from "../ui/words.ts";
import { furtherEndings, type Ending } from "./endings.ts";
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
        <p className="mb-3">{t("preview.pending")}</p>
        <ul className="ends">
          <End n={1} what={t("ends.invitation")} />
        </ul>
      </div>
    );
  }
  return (
    <>
      <div>
        <p className="mb-3">{of.is_me ? t("preview.own") : t("preview.other")}</p>
        {error !== null && <ErrorNote>{wordsOf(error)}</ErrorNote>}
        {preview?.seen === false && (
          <Note kind="move" sign={<OpenDoorSign />}>
            {t.rich("preview.silent", { database, name })}
          </Note>
        )}
        <ul className="ends" aria-busy={preview === undefined && error === null}>
          {preview === undefined ? <LookingUp of={of} failed={error !== null} /> : <Ends of={of} preview={preview} />}
        </ul>
      </div>
      {preview?.could_still_use != null && <StillUsed used={preview.could_still_use} isMe={of.is_me} />}
      {of.is_me && <p className="quiet">{t("preview.comeBack")}</p>}
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
        {isMe ? t("preview.stillUsed.own") : t("preview.stillUsed.other")}
      </h3>
      <p className="quiet mb-3">{isMe ? t("preview.stays") : t("preview.decided")}</p>
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
      {of.login !== null && <End n={1} what={t.rich("ends.login", { login: of.login.name, code })} />}
      {!failed && <End n="…" what={<span className="quiet">{t("preview.lookingUp")}</span>} />}
    </>
  );
}

function Ends({ of, preview }: { of: Collaborator; preview: RevocationPreview }) {
  const [all, setAll] = useState(false);
  const endings = furtherEndings(preview, new Date());
  const further = endings.filter(({ short }) => short !== undefined);
  const { memberships, grants } = preview;
  return (
    <>
      {(preview.sessions.length > 0 || !of.is_me) && <Sessions preview={preview} />}
      {preview.login_name !== null && <End n={1} what={t.rich("ends.login", { login: preview.login_name, code })} />}
      {endings
        .filter(({ short }) => short === undefined)
        .map((ending) => (
          <Further key={ending.what} ending={ending} all={all} />
        ))}
      {preview.seen && <Objects objects={preview.objects} />}
      {preview.seen && <End n={memberships} what={t("ends.memberships", { memberships, grants })} />}
      {preview.invitations.length > 0 && <Invitations of={of} emails={preview.invitations} />}
      {all && further.map((ending) => <Further key={ending.what} ending={ending} all />)}
      {!all && (further.length > 0 || endings.some(({ items }) => items.length > few)) && (
        <li>
          <span />
          <Button kind="plain" slim className="-ml-3 justify-self-start" onClick={() => setAll(true)}>
            {further.length === 0
              ? t("preview.showAll")
              : t("preview.showAllOf", { what: listed(further.map(({ short }) => short ?? "")) })}
          </Button>
        </li>
      )}
    </>
  );
}

const few = 3;

function Objects({ objects }: Pick<RevocationPreview, "objects">) {
  const n = objects.reduce((sum, { count }) => sum + count, 0);
  return (
    <End n={n} what={t("ends.objects", { n })}>
      {n > 0 && <li>{t.rich("ends.moves", { n, objects: objectsInWords(objects), code })}</li>}
    </End>
  );
}

function Invitations({ of, emails }: { of: Collaborator; emails: readonly string[] }) {
  const by = of.is_me ? "you" : of.username === null ? "they" : "name";
  return (
    <End n={emails.length} what={t("ends.invitations", { n: emails.length, by, name: of.username ?? "" })}>
      {emails.map((email) => (
        <li key={email}>{t.rich("ends.pendingOne", { email, address })}</li>
      ))}
    </End>
  );
}

function Further({ ending: { n, what, items, waits }, all }: { ending: Ending; all: boolean }) {
  const shown = all ? items : items.slice(0, few);
  return (
    <End n={n} what={<span className={waits ? "c-move" : ""}>{what}</span>}>
      {shown.map((item) => (
        <li key={item}>{item}</li>
      ))}
      {shown.length < items.length && <li>{t("preview.more", { n: items.length - shown.length })}</li>}
    </End>
  );
}

function Sessions({ preview }: { preview: RevocationPreview }) {
  const n = preview.sessions.length;
  const now = new Date();
  if (!preview.seen) return <End n="?" what={t("ends.sessionsUnknown")} />;
  return (
    <End n={n} what={t("ends.sessions", { n })}>
      {preview.sessions.map((session) => (
        <li key={session.pid} className={session.transaction_s === null ? "" : "c-move"}>
          {sessionInWords(session, now)}
        </li>
      ))}
    </End>
  );
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
