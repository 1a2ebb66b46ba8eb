import { endpoints, type Database } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { RenameForm } from "../owning/rename-form.tsx";
import { TransferSection } from "../owning/transfer-section.tsx";
import { AddressBreaks } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Choices } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { exactTime } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { databaseQuery } from "./queries.ts";
import { serverInWords } from "./words.ts";
import { later } from "../ui/later.tsx";

const DeleteDialog = later(async () => (await import("./delete-dialog.tsx")).DeleteDialog);
const OwnershipDialog = later(async () => (await import("./ownership-dialog.tsx")).OwnershipDialog);

export function GeneralPage() {
  const { database: name } = useParams({ from: "/signed-in/databases/$database/settings/general" });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const [deletes, setDeletes] = useState(false);
  useTitle(`Settings of ${name}`);
  return (
    <section aria-labelledby="general">
      <div className="head">
        <h2 id="general" tabIndex={-1}>
          General
        </h2>
      </div>
      <Facts database={database} />
      <RenameForm key={name} database={database} whyNot={whyNot(database, "change")} />
      <WhoManages database={database} />
      {database.kind === "attached" && <Ownership database={database} />}
      <TransferSection database={database} whyNot={whyNot(database, "transfer")} />
      <section className="section" aria-labelledby="delete">
        <h2 id="delete">Delete the database</h2>
        <p className="quiet mt-1 mb-4">
          Every access is ended in PostgreSQL first, each with its receipt. Then the database is taken off Guestlist.
        </p>
        <Button id="delete-database" whyNot={whyNot(database, "delete")} onClick={() => setDeletes(true)}>
          Delete this database
        </Button>
      </section>
      {deletes && <DeleteDialog database={database} onClose={() => setDeletes(false)} />}
    </section>
  );
}

const whyNot = ({ can, why_not: reasons }: Database, permission: string): string | undefined =>
  can[permission] === true ? undefined : (reasons[permission] ?? "You may not do this here.");

const ownershipWords: Record<Database["ownership"], string> = {
  made: "A role that never logs in",
  kept: "As it was: the owner can log in, so full access is refused",
  moving: "Is being moved to a role that never logs in",
  moved: "Moved to a role that never logs in",
  returning: "Is being returned to the login that owned it",
};

function Facts({ database }: { database: Database }) {
  return (
    <dl className="kv wide-keys">
      <dt>Owner</dt>
      <dd className="wrap">
        <AddressBreaks of={database.owner.email} /> ({database.owner.username})
      </dd>
      <dt>Server</dt>
      <dd>{serverInWords(database.server)}</dd>
      <dt>In PostgreSQL</dt>
      <dd>
        <code>{database.dbname}</code>, {database.kind === "created" ? "created here" : "attached"}{" "}
        {exactTime(new Date(database.created_at))}
      </dd>
      <dt>Owned by</dt>
      <dd>{ownershipWords[database.ownership]}</dd>
    </dl>
  );
}

function Ownership({ database }: { database: Database }) {
  const [asks, setAsks] = useState(false);
  const to = database.ownership === "kept" || database.ownership === "returning" ? "move" : "keep";
  return (
    <section className="section" aria-labelledby="ownership-title">
      <h2 id="ownership-title">Ownership in PostgreSQL</h2>
      <p className="quiet mt-1 mb-4">
        {to === "move"
          ? "The login that owns it can log in, so full access is refused: a member could set that login’s password, and come back with it."
          : "A role that never logs in owns it, so full access can be given."}
      </p>
      <Button id="ownership" whyNot={whyNot(database, "change")} onClick={() => setAsks(true)}>
        {to === "move" ? "Move the ownership" : "Return the ownership"}
      </Button>
      {asks && <OwnershipDialog database={database} to={to} onClose={() => setAsks(false)} />}
    </section>
  );
}

function WhoManages({ database }: { database: Database }) {
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { who: database.collaborators_managed_by } });
  const change = useAct(
    ({ who }: { who: Database["collaborators_managed_by"] }) =>
      send(endpoints.changeDatabase, {
        params: { database: database.name },
        body: { collaborators_managed_by: who },
      }),
    {
      onDone: () => {
        announce("Saved.");
        void queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
      },
    },
  );
  const reason = whyNot(database, "change");
  return (
    <form
      className="section narrow"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason === undefined) void form.handleSubmit(change.start)();
      }}
    >
      <h2>Who manages collaborators</h2>
      <div className="stack mt-3">
        {change.isError && <ErrorNote>{wordsOf(change.error)}</ErrorNote>}
        <Choices
          legend="May invite, change and revoke"
          choices={[
            {
              value: "full",
              name: "The owner and everybody with full access",
              explained: "Nobody can give more than they have.",
            },
            { value: "owner", name: "The owner alone", explained: "Others see the list, and can leave." },
          ]}
          {...form.register("who")}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={change.isPending} whyNot={reason}>
            Save
          </Button>
          {change.isSuccess && <span className="quiet">Saved.</span>}
        </div>
      </div>
    </form>
  );
}
