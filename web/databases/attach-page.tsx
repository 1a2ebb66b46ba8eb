import { endpoints, type CheckDatabaseAnswer } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Choices, Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useTitle } from "../ui/title.ts";
import { Findings } from "./findings.tsx";
import { NewDatabaseHead } from "./new-database-head.tsx";
import { t } from "../strings/creating.ts";
import { t as ui } from "../strings/ui.ts";
import { said } from "../strings/said.ts";

/** An existing database: look first, in words; then say yes. Nothing is saved before. */
export function AttachPage() {
  const [checked, setChecked] = useState<{ url: string; answer: CheckDatabaseAnswer } | null>(null);
  const form = useForm({ defaultValues: { url: "" } });
  const check = useAct(
    async ({ url }: { url: string }) => ({
      url: url.trim(),
      answer: (await send(endpoints.checkDatabase, { body: { url: url.trim() } })).body,
    }),
    { onDone: setChecked },
  );
  useTitle(t("attach.title"));
  if (checked !== null) {
    return (
      <>
        <NewDatabaseHead />
        <Confirm url={checked.url} check={checked.answer} onBack={() => setChecked(null)} />
      </>
    );
  }
  return (
    <>
      <NewDatabaseHead />
      <form
        className="stack narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.handleSubmit(check.start)();
        }}
      >
        {check.isError && <ErrorNote>{wordsOf(check.error)}</ErrorNote>}
        <Field
          label={t("attach.admin")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={t("attach.example")}
          hint={t("attach.adminHint")}
          {...form.register("url")}
        />
        <div className="flex flex-wrap gap-3">
          <Button kind="first" type="submit" busy={check.isPending}>
            {t(check.isPending ? "attach.looking" : "attach.look")}
          </Button>
          <Link className="btn" to="/databases">
            {ui("cancel")}
          </Link>
        </div>
      </form>
    </>
  );
}

interface ConfirmProps {
  url: string;
  check: CheckDatabaseAnswer;
  onBack: () => void;
}

function Confirm({ url, check, onBack }: ConfirmProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm<{ name: string; ownership: "keep" | "move" }>({
    defaultValues: { name: check.dbname.replaceAll("_", "-"), ownership: "keep" },
  });
  const attach = useAct(
    async ({ name, ownership }: { name: string; ownership: "keep" | "move" }) =>
      (await send(endpoints.createDatabase, { body: { name: name.trim(), url, ownership } })).body.database,
    {
      onDone: async (database) => {
        await queryClient.invalidateQueries({ queryKey: ["databases"] });
        void navigate({ to: "/databases/$database", params: { database: database.name } });
      },
    },
  );
  const atName = ["invalid_name", "name_taken"].includes(codeOf(attach.error) ?? "");
  const owner = check.owner?.can_log_in === true ? check.owner.name : null;
  return (
    <form
      className="stack narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit(attach.start)();
      }}
    >
      <Findings check={check} />
      {attach.isError && !atName && <ErrorNote>{wordsOf(attach.error)}</ErrorNote>}
      {check.attachable && (
        <>
          <Field
            label={t("attach.name")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register("name")}
            error={atName ? wordsOf(attach.error) : undefined}
          />
          {owner !== null && (
            <Choices legend={t("attach.ownership")} choices={ownershipChoices(owner)} {...form.register("ownership")} />
          )}
          {owner !== null && form.watch("ownership") === "move" && <MovePreview lines={check.move_preview} />}
        </>
      )}
      <div className="flex flex-wrap gap-3">
        {check.attachable && (
          <Button kind="first" type="submit" busy={attach.isPending}>
            {t("attach.act")}
          </Button>
        )}
        <Button onClick={onBack}>{t("attach.another")}</Button>
      </div>
    </form>
  );
}

const ownershipChoices = (owner: string) => [
  {
    value: "keep",
    name: t("attach.keep"),
    explained: t("attach.keepAbout", { owner }),
  },
  {
    value: "move",
    name: t("attach.move"),
    explained: t("attach.moveAbout"),
  },
];

function MovePreview({ lines }: { lines: readonly string[] }) {
  return (
    <section aria-labelledby="move">
      <h2 id="move" className="title">
        {t("attach.changes")}
      </h2>
      <ol className="lines">
        {lines.length === 0 ? <li>{t("attach.noChange")}</li> : lines.map((line) => <li key={line}>{said(line)}</li>)}
      </ol>
    </section>
  );
}
