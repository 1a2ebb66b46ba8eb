import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { silenceOf } from "../access-line/access-line.ts";
import { AccessLine } from "../access-line/access-line.tsx";
import { wordsOf } from "../api.ts";
import { databaseQuery } from "../databases/queries.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { later } from "../ui/later.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useNow } from "../ui/now.ts";
import { useTitle } from "../ui/title.ts";
import { whoCanLogIn } from "./answer.ts";
import { CoverageLine } from "./coverage-line.tsx";
import { DoneNote } from "./done-note.tsx";
import { actionsId, whyNot } from "./menu.tsx";
import { collaboratorsQuery } from "./queries.ts";
import { useRowsThatStay } from "./rows-that-stay.ts";
import { CollaboratorsList } from "./list.tsx";
import { SilentNote } from "./silent-note.tsx";
import { useRowActs, type OpenDialog } from "./use-row-acts.ts";
import { t } from "../strings/collaborators.ts";

const AddDialog = later(async () => (await import("./add-dialog.tsx")).AddDialog);
const ChangeAccessDialog = later(async () => (await import("./change-access-dialog.tsx")).ChangeAccessDialog);
const CopiedLinkDialog = later(async () => (await import("./copied-link-dialog.tsx")).CopiedLinkDialog);
const RevokeDialog = later(async () => (await import("./revoke-dialog.tsx")).RevokeDialog);

const from = "/signed-in/databases/$database/settings/collaborators";

/** Who may use the database, and what PostgreSQL would do now. */
export function CollaboratorsPage() {
  const { database: name } = useParams({ from });
  const { person } = useSearch({ from });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const { data: list } = useSuspenseQuery(collaboratorsQuery(name));
  const rows = useRowsThatStay(name, list);
  const now = useNow(5_000);
  const silent = silenceOf(database.server);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const rowActs = useRowActs(name, setOpen, setDone);
  useTitle(t("of", { database: name }));
  useAddAsked(database.can["manage_collaborators"] === true, () => setOpen({ dialog: "add" }));

  const answer = whoCanLogIn(database, now);
  const opener = open !== null && "of" in open ? actionsId(open.of) : "add-collaborator";
  return (
    <section aria-labelledby="collaborators">
      <div className="head">
        <div>
          <h2 id="collaborators" tabIndex={-1}>
            {t("title")}
          </h2>
          <p className="answer">
            <b>{answer.strong}</b>
            {answer.rest}
          </p>
          <CoverageLine database={database} />
        </div>
        <Button
          kind="first"
          id="add-collaborator"
          className="flex-none"
          whyNot={whyNot(database, "manage_collaborators")}
          onClick={() => setOpen({ dialog: "add" })}
        >
          {t("add")}
        </Button>
      </div>
      {silent !== false && <SilentNote database={database} rows={rows} now={now} />}
      {done !== null && <DoneNote onClose={() => setDone(null)}>{done}</DoneNote>}
      {rowActs.error !== null && <ErrorNote>{wordsOf(rowActs.error)}</ErrorNote>}
      <CollaboratorsList
        key={person ?? ""}
        person={person}
        rows={rows}
        database={name}
        reviewable={database.can["manage_collaborators"] === true}
        silent={silent}
        now={now}
        onAct={rowActs.start}
      />
      {list.length === 1 && <NobodyElse />}
      {open?.dialog === "add" && (
        <AddDialog
          database={database}
          rows={rows}
          onClose={() => setOpen(null)}
          onResend={(of) => rowActs.start(of, "resend")}
          onInvited={(of) => {
            const words = t("invited", { email: of.email, database: name });
            setDone(words);
            announce(words);
          }}
        />
      )}
      {(open?.dialog === "level" || open?.dialog === "end") && (
        <ChangeAccessDialog
          database={name}
          of={open.of}
          what={open.dialog}
          openerId={opener}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.dialog === "link" && (
        <CopiedLinkDialog of={open.of} link={open.link} openerId={opener} onClose={() => setOpen(null)} />
      )}
      {open?.dialog === "revoke" && (
        <RevokeDialog
          key={open.of.id}
          database={database}
          of={rows.find((row) => row.id === open.of.id) ?? open.of}
          openerId={opener}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

/** Asked for from elsewhere: the pop-up opens once, and coming back does not open it again. */
function useAddAsked(may: boolean, open: () => void): void {
  const { add } = useSearch({ from });
  const navigate = useNavigate({ from: "/databases/$database/settings/collaborators" });
  useEffect(() => {
    if (add !== true) return;
    void navigate({ search: {}, replace: true });
    if (may) open();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each time it is asked for
  }, [add]);
}

const NobodyElse = () => (
  <Empty className="under" level={3} drawing={<AccessLine state="pending" />} title={t("alone.title")}>
    <p>{t("alone.about")}</p>
  </Empty>
);
