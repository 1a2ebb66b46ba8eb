import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { OpenDoorSign } from "../access-line/house.tsx";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { t } from "../strings/users.ts";
import { t as ui } from "../strings/ui.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { said } from "../strings/said.ts";

interface DeleteProps {
  database: string;
  of: DatabaseUser;
  openerId: string;
  onClose: () => void;
}

/** By typing its name. While the server is silent it says that the login can still be used. */
export function DeleteUserDialog({ database, of, openerId, onClose }: DeleteProps) {
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { confirm: "" } });
  const remove = useAct(
    async ({ confirm }: { confirm: string }) => {
      const params = { database, id: of.id };
      return (await send(endpoints.deleteDatabaseUser, { params, body: { confirm: confirm.trim() } })).body;
    },
    {
      onDone: ({ waiting }) => {
        void queryClient.invalidateQueries({ queryKey: ["databases", database] });
        if (waiting !== null) return;
        announce(t("remove.announced", { name: of.name }));
        onClose();
      },
    },
  );
  const atConfirm = codeOf(remove.error) === "confirm_name";
  const waiting = remove.data?.waiting ?? null;
  return (
    <Dialog
      title={waiting === null ? t("remove.title") : t("remove.waitingTitle", { name: of.name })}
      about={<code>{of.name}</code>}
      openerId={openerId}
      onClose={onClose}
      onSubmit={waiting === null ? () => void form.handleSubmit(remove.start)() : undefined}
      footer={
        waiting === null ? (
          <>
            <Button onClick={onClose}>{ui("cancel")}</Button>
            <Button kind="end" type="submit" busy={remove.isPending}>
              {t("remove.act", { name: of.name })}
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
      {remove.isError && !atConfirm && <ErrorNote>{wordsOf(remove.error)}</ErrorNote>}
      {waiting === null && (
        <>
          <p>{t("remove.about")}</p>
          <Field
            label={t("remove.confirm", { name: of.name })}
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
