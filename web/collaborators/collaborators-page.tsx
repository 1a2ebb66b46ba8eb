import { endpoints, type Collaborator } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useState, type ReactNode } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { databaseQuery } from "../databases/queries.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Filter, Pick } from "../ui/filter.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useNow } from "../ui/now.ts";
import { useTitle } from "../ui/title.ts";
import { AddDialog } from "./add-dialog.tsx";
import { whoCanLogIn } from "./answer.ts";
import { ChangeAccessDialog } from "./change-access-dialog.tsx";
import { CopiedLinkDialog, type InvitationLink } from "./copied-link-dialog.tsx";
import { DoneNote } from "./done-note.tsx";
import { actionsId, whyNot, type RowAct } from "./menu.tsx";
import { collaboratorsQuery } from "./queries.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { CollaboratorRow } from "./row.tsx";
import { useRowsThatStay } from "./rows-that-stay.ts";
import { SilentNote } from "./silent-note.tsx";
import { countsOf, isShown, type View } from "./views.ts";

type Open =
  | { dialog: "add" }
  | { dialog: "revoke" | "level" | "end"; of: Collaborator }
  | { dialog: "link"; of: Collaborator; link: InvitationLink };

/** Who may use the database, and what PostgreSQL would do now. */
export function CollaboratorsPage() {
  const { database: name } = useParams({ from: "/signed-in/databases/$database/settings/collaborators" });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const { data: list } = useSuspenseQuery(collaboratorsQuery(name));
  const rows = useRowsThatStay(name, list);
  const now = useNow(5_000);
  const silent = database.server.state === "silent";
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState<ReactNode>(null);
  const rowActs = useRowActs(name, setOpen, setDone);
  useTitle(`Collaborators of ${name}`);

  const answer = whoCanLogIn(database, now);
  const opener = open !== null && "of" in open ? actionsId(open.of) : "add-collaborator";
  return (
    <section aria-labelledby="collaborators">
      <div className="head">
        <div>
          <h2 id="collaborators" tabIndex={-1}>
            Collaborators
          </h2>
          <p className="answer">
            <b>{answer.strong}</b>
            {answer.rest}
          </p>
        </div>
        <Button
          kind="first"
          id="add-collaborator"
          className="flex-none"
          whyNot={whyNot(database, "manage_collaborators")}
          onClick={() => setOpen({ dialog: "add" })}
        >
          Add
        </Button>
      </div>
      {silent && <SilentNote database={database} rows={rows} now={now} />}
      {done !== null && <DoneNote onClose={() => setDone(null)}>{done}</DoneNote>}
      {rowActs.error !== null && <ErrorNote>{wordsOf(rowActs.error)}</ErrorNote>}
      <List rows={rows} database={name} silent={silent} now={now} onAct={rowActs.start} />
      {list.length === 1 && <NobodyElse />}
      {open?.dialog === "add" && (
        <AddDialog
          database={database}
          rows={rows}
          onClose={() => setOpen(null)}
          onResend={(of) => rowActs.start(of, "resend")}
          onInvited={(of) => {
            setDone(<Invited email={of.email} database={name} />);
            announce(`${of.email} has been invited to collaborate to ${name}.`);
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

interface ListProps {
  rows: readonly Collaborator[];
  database: string;
  silent: boolean;
  now: Date;
  onAct: (of: Collaborator, act: RowAct) => void;
}

function List({ rows, database, silent, now, onAct }: ListProps) {
  const [filter, setFilter] = useState("");
  const [view, setView] = useState<View>("all");
  const counts = useMemo(() => countsOf(rows), [rows]);
  const shown = rows.filter((row) => isShown(row, view, filter));
  return (
    <>
      <div className="tools">
        <Filter
          label="Filter collaborators"
          placeholder="Filter by e-mail or username"
          value={filter}
          onChange={setFilter}
        />
        <Pick
          label="Show"
          value={view}
          onChange={setView}
          choices={[
            { value: "all", name: "All", count: counts.all },
            { value: "open", name: "Can log in", count: counts.open },
            { value: "pending", name: "Pending", count: counts.pending },
            { value: "revoking", name: "Revoking", count: counts.revoking },
          ]}
        />
        <Link className="small ml-auto" to="/databases/$database/settings/collaborators/ended" params={{ database }}>
          Ended access, with receipts
        </Link>
      </div>
      <table className="list">
        <caption className="vh">Collaborators of {database}</caption>
        <thead>
          <tr>
            <th scope="col">Collaborator</th>
            <th scope="col" className="w-[124px]">
              Status
            </th>
            <th scope="col" className="w-[108px]">
              Access level
            </th>
            <th scope="col" className="w-[388px]">
              Access now
            </th>
            <th scope="col" className="w-[44px]">
              <span className="vh">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <CollaboratorRow key={row.id} of={row} silent={silent} now={now} onAct={(act) => onAct(row, act)} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <Empty className="under" level={3} drawing={<AccessLine state="expired" />} title="Nobody on the list matches">
          <p>Nobody is hidden by this: {counts.all} are on the list.</p>
          <div className="acts">
            <Button
              onClick={() => {
                setFilter("");
                setView("all");
              }}
            >
              Show everybody
            </Button>
          </div>
        </Empty>
      )}
    </>
  );
}

const NobodyElse = () => (
  <Empty className="under" level={3} drawing={<AccessLine state="pending" />} title="Nobody else is on the list">
    <p>
      Add a person by e-mail. Once they accept, they get a PostgreSQL login of their own: no shared password, and you
      can end it on its own.
    </p>
  </Empty>
);

function Invited({ email, database }: { email: string; database: string }) {
  return (
    <>
      {email} has been invited to collaborate to {database}.
    </>
  );
}

/** What a row's menu starts: a dialog, another page, or the resend and the link at once. */
function useRowActs(database: string, open: (what: Open) => void, done: (words: ReactNode) => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const renew = () => queryClient.invalidateQueries({ queryKey: ["databases", database] });
  const resend = useAct((of: Collaborator) => send(endpoints.resendInvitation, { params: { database, id: of.id } }), {
    onDone: (_, of) => {
      const words = `The invitation of ${of.email} was sent again. The link before it no longer works.`;
      announce(words);
      done(words);
      void renew();
    },
  });
  const link = useAct(
    async (of: Collaborator) => (await send(endpoints.copyInvitationLink, { params: { database, id: of.id } })).body,
    { onDone: (body, of) => open({ dialog: "link", of, link: body }) },
  );
  const start = (of: Collaborator, act: RowAct) => {
    done(null);
    if (act === "revoke" || act === "level" || act === "end") open({ dialog: act, of });
    else if (act === "resend") resend.start(of);
    else if (act === "link") link.start(of);
    else if (act === "activity")
      void navigate({ to: "/databases/$database/activity", params: { database }, search: { person: of.email } });
    else
      void navigate({
        to: "/databases/$database/closures/$closure",
        params: { database, closure: String(of.closure_number) },
      });
  };
  return { start, error: resend.error ?? link.error };
}
