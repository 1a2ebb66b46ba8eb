import { endpoints, type Database } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { fieldErrorsOf, send, wordsOf } from "../api.ts";
import { t } from "../strings/users.ts";
import { t as ui } from "../strings/ui.ts";
import { Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choices, Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { PasswordOnce } from "./password-once.tsx";
import { said } from "../strings/said.ts";

interface Values {
  name: string;
  access: string;
}

/** Asks for a name and a level; then shows the password, this once. */
export function AddUserDialog({ database, onClose }: { database: Database; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    defaultValues: { name: "", access: database.ownership === "kept" ? "read-write" : "full" },
  });
  const create = useAct(
    async ({ name, access }: Values) => {
      const params = { database: database.name };
      return (await send(endpoints.createDatabaseUser, { params, body: { name: name.trim(), access } })).body;
    },
    {
      onDone: ({ user }) => {
        announce(t("addDialog.announced", { name: user.name }));
        void queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
      },
    },
  );
  const errors = new Map(fieldErrorsOf(create.error).map(({ field, message }) => [field, message]));
  const elsewhere = create.isError && !errors.has("name") && !errors.has("access");
  const made = create.data;
  if (made !== undefined) return <Made database={database} made={made} onClose={onClose} />;
  return (
    <Dialog
      title={t("addDialog.title")}
      about={<Name of={database.name} />}
      openerId="add-user"
      onClose={onClose}
      onSubmit={() => void form.handleSubmit(create.start)()}
      footer={
        <>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button kind="first" type="submit" busy={create.isPending}>
            {ui("confirm")}
          </Button>
        </>
      }
    >
      {elsewhere && <ErrorNote>{wordsOf(create.error)}</ErrorNote>}
      <Field
        label={t("addDialog.name")}
        hint={t("addDialog.nameHint")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...form.register("name")}
        error={errors.get("name")}
      />
      <Choices
        legend={t("level")}
        choices={[
          { value: "full", name: t("full"), explained: t("fullAbout") },
          { value: "read-write", name: t("readWrite"), explained: t("readWriteAbout") },
          { value: "read-only", name: t("readOnly"), explained: t("readOnlyAbout") },
        ]}
        {...form.register("access")}
        error={errors.get("access")}
      />
    </Dialog>
  );
}

type Answer = { user: { name: string; state: string; blocked: string | null }; password: string; uri: string };

function Made({ database, made, onClose }: { database: Database; made: Answer; onClose: () => void }) {
  const { user, password, uri } = made;
  const ready = user.state === "ready";
  return (
    <Dialog
      title={ready ? t("addDialog.made", { name: user.name }) : t("addDialog.making", { name: user.name })}
      about={<Name of={database.name} />}
      openerId="add-user"
      onClose={onClose}
      footer={
        <Button kind="first" onClick={onClose}>
          {t("addDialog.done")}
        </Button>
      }
    >
      {!ready && <p className="quiet">{said(user.blocked ?? t("addDialog.makingAbout"))}</p>}
      <PasswordOnce name={user.name} password={password} uri={uri} words={ready ? t("once.fromNow") : ""} />
    </Dialog>
  );
}
