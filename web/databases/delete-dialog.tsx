import { endpoints, type Database } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { OpenDoorSign } from "../access-line/house.tsx";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choices, Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { t } from "../strings/general.ts";
import { t as ui } from "../strings/ui.ts";
import { said } from "../strings/said.ts";

interface Values {
  data: "keep" | "drop";
  confirm: string;
}

/** Ends every access, then takes the database off; by typing its name. */
export function DeleteDialog({ database, onClose }: { database: Database; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm<Values>({ defaultValues: { data: "keep", confirm: "" } });
  const remove = useAct(
    async ({ data, confirm }: Values) =>
      (
        await send(endpoints.deleteDatabase, {
          params: { database: database.name },
          body: { confirm: confirm.trim() },
          ...(database.kind === "created" ? { query: { data } } : {}),
        })
      ).body,
    {
      onDone: (body) => {
        if (body.waiting !== null) return;
        announce(t("remove.announced", { name: database.name }));
        void navigate({ to: "/databases" });
        void queryClient.invalidateQueries({ queryKey: ["databases"], exact: true });
      },
    },
  );
  const drops = database.kind === "created" && form.watch("data") === "drop";
  const atConfirm = codeOf(remove.error) === "confirm_name";
  const waiting = remove.data?.waiting ?? null;
  return (
    <Dialog
      title={t("remove.title")}
      about={<Name of={database.name} />}
      openerId="delete-database"
      onClose={onClose}
      onSubmit={() => void form.handleSubmit(remove.start)()}
      footer={
        waiting === null ? (
          <>
            <Button onClick={onClose}>{ui("cancel")}</Button>
            <Button kind="end" type="submit" busy={remove.isPending}>
              <span>{t(drops ? "remove.actWithData" : "remove.act", { name: database.name })}</span>
            </Button>
          </>
        ) : (
          <Button kind="first" onClick={onClose}>
            {ui("close")}
          </Button>
        )
      }
    >
      {waiting !== null && (
        <Note kind="move" sign={<OpenDoorSign />} className="mb-0">
          {said(waiting)}
        </Note>
      )}
      {remove.isError && !atConfirm && (
        <div>
          <ErrorNote>{wordsOf(remove.error)}</ErrorNote>
        </div>
      )}
      {waiting === null && (
        <>
          <p>{t("remove.about", { people: database.people.can_log_in, invitations: database.people.pending })}</p>
          {database.kind === "created" ? (
            <Choices
              legend={t("remove.data")}
              choices={[
                { value: "keep", name: t("remove.keep"), explained: t("remove.keepAbout") },
                { value: "drop", name: t("remove.drop"), explained: t("remove.dropAbout") },
              ]}
              {...form.register("data")}
            />
          ) : (
            <p className="quiet">{t("remove.attached")}</p>
          )}
          <Field
            label={t("remove.confirm", { name: database.name })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register("confirm")}
            error={atConfirm ? wordsOf(remove.error) : undefined}
          />
        </>
      )}
    </Dialog>
  );
}
