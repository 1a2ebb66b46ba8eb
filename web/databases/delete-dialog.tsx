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
import { counted } from "../ui/words.ts";

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
        announce(`${database.name} is deleted.`);
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
      title="Delete the database"
      about={<Name of={database.name} />}
      openerId="delete-database"
      onClose={onClose}
      onSubmit={() => void form.handleSubmit(remove.start)()}
      footer={
        waiting === null ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="end" type="submit" busy={remove.isPending}>
              <span>
                Delete {database.name}
                {drops && " and its data"}
              </span>
            </Button>
          </>
        ) : (
          <Button kind="first" onClick={onClose}>
            Close
          </Button>
        )
      }
    >
      {waiting !== null && (
        <Note kind="move" sign={<OpenDoorSign />} className="mb-0">
          {waiting}
        </Note>
      )}
      {remove.isError && !atConfirm && (
        <div>
          <ErrorNote>{wordsOf(remove.error)}</ErrorNote>
        </div>
      )}
      {waiting === null && (
        <>
          <p>
            Ends the access of {counted(database.people.can_log_in, "person", "people")} in PostgreSQL and withdraws{" "}
            {counted(database.people.pending, "invitation", "invitations")}.
          </p>
          {database.kind === "created" ? (
            <Choices
              legend="The data"
              choices={[
                { value: "keep", name: "Keep it", explained: "The database stays on its server, without Guestlist." },
                { value: "drop", name: "Drop it", explained: "Tables and rows are gone for good." },
              ]}
              {...form.register("data")}
            />
          ) : (
            <p className="quiet">It was attached, so its data stays where it is.</p>
          )}
          <Field
            label={`Type ${database.name} to confirm`}
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
