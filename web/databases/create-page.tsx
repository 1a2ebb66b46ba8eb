import { databaseNamePattern, endpoints, type AnswerOf } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useTitle } from "../ui/title.ts";
import { name } from "../ui/marks.tsx";
import { NewDatabaseHead } from "./new-database-head.tsx";
import { t } from "../strings/creating.ts";
import { t as ui } from "../strings/ui.ts";

type Created = AnswerOf<typeof endpoints.createDatabase>["body"];

/** A new database on the server that this installation is set up with. */
export function CreatePage() {
  const queryClient = useQueryClient();
  const [created, setCreated] = useState<Created | null>(null);
  const form = useForm({ defaultValues: { name: "" } });
  const create = useAct(
    async ({ name }: { name: string }) => (await send(endpoints.createDatabase, { body: { name: name.trim() } })).body,
    {
      onDone: (body) => {
        void queryClient.invalidateQueries({ queryKey: ["databases"] });
        setCreated(body);
      },
    },
  );
  useTitle(t("title"));
  if (created !== null) return <ConnectionOnce created={created} />;
  const atName = ["invalid_name", "name_taken"].includes(codeOf(create.error) ?? "");
  return (
    <>
      <NewDatabaseHead />
      <form
        className="stack narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.handleSubmit(create.start)();
        }}
      >
        {create.isError && !atName && (
          <ErrorNote>
            {wordsOf(create.error)}
            {codeOf(create.error) === "cannot_create" && (
              <>
                {" "}
                <Link to="/databases/attach">{t("attachExisting")}</Link>
              </>
            )}
          </ErrorNote>
        )}
        <Field
          label={t("new.name")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          pattern={databaseNamePattern}
          placeholder={t("new.example")}
          hint={t("new.nameRule")}
          {...form.register("name")}
          error={atName ? wordsOf(create.error) : undefined}
        />
        <p className="quiet">{t("new.about")}</p>
        <div className="flex flex-wrap gap-3">
          <Button kind="first" type="submit" busy={create.isPending}>
            {t("new.act")}
          </Button>
          <Link className="btn" to="/databases">
            {ui("cancel")}
          </Link>
        </div>
      </form>
    </>
  );
}

/** The application's own way in, with its password: nobody can show it again. */
function ConnectionOnce({ created: { database, connection_uri: uri } }: { created: Created }) {
  return (
    <>
      <div className="subject mb-6">
        <p className="crumb">
          <Link to="/databases">{t("databases")}</Link>
        </p>
        <h1>{t.rich("new.done", { database: database.name, name })}</h1>
      </div>
      <div className="stack narrow">
        {uri !== null && (
          <div className="once mt-0">
            <div className="rowline">
              <strong>{t("new.application")}</strong>
              <span className="small quiet">{t("new.once")}</span>
            </div>
            <div className="rowline">
              <output>{uri}</output>
              <CopyButton value={uri} what={t("new.uri")} text={ui("copy")} />
            </div>
            <p className="small">{t("new.notPerson")}</p>
          </div>
        )}
        <div className="flex flex-wrap gap-3">
          <Link className="btn first" to="/databases/$database" params={{ database: database.name }}>
            {t("new.toDatabase")}
          </Link>
          <Link className="btn" to="/databases/$database/settings/collaborators" params={{ database: database.name }}>
            {t("new.addCollaborators")}
          </Link>
        </div>
      </div>
    </>
  );
}
