import { endpoints, type Database } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
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
import { code } from "../ui/marks.tsx";
import { t } from "../strings/general.ts";
import { said } from "../strings/said.ts";

const DeleteDialog = later(async () => (await import("./delete-dialog.tsx")).DeleteDialog);
const OwnershipDialog = later(async () => (await import("./ownership-dialog.tsx")).OwnershipDialog);

export function GeneralPage() {
  const { database: name } = useParams({ from: "/signed-in/databases/$database/settings/general" });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const [deletes, setDeletes] = useState(false);
  useTitle(t("of", { database: name }));
  return (
    <section aria-labelledby="general">
      <div className="head">
        <h2 id="general" tabIndex={-1}>
          {t("title")}
        </h2>
      </div>
      <Facts database={database} />
      <RenameForm key={name} database={database} whyNot={whyNot(database, "change")} />
      <WhoManages database={database} />
      {database.kind === "attached" && <Ownership database={database} />}
      <TransferSection database={database} whyNot={whyNot(database, "transfer")} />
      <section className="section" aria-labelledby="delete">
        <h2 id="delete">{t("remove.title")}</h2>
        <p className="quiet mt-1 mb-4">{t("remove.consequence")}</p>
        <Button id="delete-database" whyNot={whyNot(database, "delete")} onClick={() => setDeletes(true)}>
          {t("remove.opens")}
        </Button>
      </section>
      {deletes && <DeleteDialog database={database} onClose={() => setDeletes(false)} />}
    </section>
  );
}

const whyNot = ({ can, why_not: reasons }: Database, permission: string): string | undefined =>
  can[permission] === true ? undefined : said(reasons[permission] ?? t("mayNot"));

function Facts({ database }: { database: Database }) {
  return (
    <dl className="kv wide-keys">
      <dt>{t("owner")}</dt>
      <dd className="wrap">
        <AddressBreaks of={database.owner.email} /> ({database.owner.username})
      </dd>
      <dt>{t("server")}</dt>
      <dd>{serverInWords(database.server)}</dd>
      <dt>{t("inPostgres")}</dt>
      <dd>
        {t.rich("since", {
          dbname: database.dbname,
          kind: database.kind,
          time: exactTime(new Date(database.created_at)),
          code,
        })}
      </dd>
      <dt>{t("ownedBy")}</dt>
      <dd>{t(`owned.${database.ownership}`)}</dd>
    </dl>
  );
}

function Ownership({ database }: { database: Database }) {
  const [asks, setAsks] = useState(false);
  const to = database.ownership === "kept" || database.ownership === "returning" ? "move" : "keep";
  return (
    <section className="section" aria-labelledby="ownership-title">
      <h2 id="ownership-title">{t("ownership.title")}</h2>
      <p className="quiet mt-1 mb-4">{t(to === "move" ? "ownership.canLogIn" : "ownership.neverLogsIn")}</p>
      <Button id="ownership" whyNot={whyNot(database, "change")} onClick={() => setAsks(true)}>
        {t(`ownership.${to}.title`)}
      </Button>
      {asks && <OwnershipDialog database={database} to={to} onClose={() => setAsks(false)} />}
    </section>
  );
}

type ManagedBy = Database["collaborators_managed_by"];

function WhoManages({ database }: { database: Database }) {
  const queryClient = useQueryClient();
  const [who, setWho] = useState(database.collaborators_managed_by);
  const change = useAct(
    (by: ManagedBy) =>
      send(endpoints.changeDatabase, { params: { database: database.name }, body: { collaborators_managed_by: by } }),
    {
      onDone: () => {
        announce(t("managers.saved"));
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
        if (reason === undefined) change.start(who);
      }}
    >
      <h2>{t("managers.title")}</h2>
      <div className="stack mt-3">
        {change.isError && <ErrorNote>{wordsOf(change.error)}</ErrorNote>}
        <Choices
          legend={t("managers.legend")}
          choices={[
            { value: "full", name: t("managers.full"), explained: t("managers.fullAbout") },
            { value: "owner", name: t("managers.owner"), explained: t("managers.ownerAbout") },
          ]}
          name="who"
          chosen={who}
          onChange={({ target }) => setWho(target.value as ManagedBy)}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={change.isPending} whyNot={reason}>
            {t("managers.save")}
          </Button>
          {change.isSuccess && <span className="quiet">{t("managers.saved")}</span>}
        </div>
      </div>
    </form>
  );
}
