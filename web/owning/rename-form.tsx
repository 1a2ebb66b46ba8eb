import { endpoints, type Database } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../act.ts";
import { fieldErrorsOf, send, wordsOf } from "../api.ts";
import { t } from "../strings/owning.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";

/** The page moves to the new name, and the old one leaves nothing in the history to go back to. */
export function RenameForm({ database, whyNot }: { database: Database; whyNot: string | undefined }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState(database.name);
  const rename = useAct(
    async (to: string) =>
      (await send(endpoints.changeDatabase, { params: { database: database.name }, body: { name: to } })).body.database,
    {
      onDone: async (renamed) => {
        if (renamed.name === database.name) return;
        queryClient.setQueryData(["databases", renamed.name], renamed);
        await navigate({
          to: "/databases/$database/settings/general",
          params: { database: renamed.name },
          replace: true,
        });
        queryClient.removeQueries({ queryKey: ["databases", database.name] });
        void queryClient.invalidateQueries({ queryKey: ["databases"], exact: true });
        announce(t("rename.renamed", { name: renamed.name }));
      },
    },
  );
  const error = fieldErrorsOf(rename.error).find(({ field }) => field === "name")?.message;
  return (
    <form
      className="section narrow"
      noValidate
      aria-labelledby="rename"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === undefined) rename.start(name.trim());
      }}
    >
      <h2 id="rename">{t("rename.title")}</h2>
      <div className="stack mt-3">
        {rename.isError && error === undefined && <ErrorNote>{wordsOf(rename.error)}</ErrorNote>}
        <Field
          label={t("rename.name")}
          hint={t("rename.hint", { dbname: database.dbname })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={whyNot !== undefined}
          name="name"
          value={name}
          onChange={({ target }) => setName(target.value)}
          error={error}
        />
        <div>
          <Button type="submit" busy={rename.isPending} whyNot={whyNot}>
            {t("rename.act")}
          </Button>
        </div>
      </div>
    </form>
  );
}
