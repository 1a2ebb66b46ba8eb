import { endpoints, type Collaborator } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Address, Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choices } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { exactTime } from "../ui/time.ts";
import { levelChoices } from "../access-levels.ts";
import { EndFields, type EndValues } from "./end-fields.tsx";
import { untilOf } from "./until.ts";

interface Values extends EndValues {
  access: string;
}

interface ChangeAccessDialogProps {
  database: string;
  of: Collaborator;
  what: "level" | "end";
  openerId: string;
  onClose: () => void;
}

/** Changes the access level, or when the access ends. */
export function ChangeAccessDialog({ database, of, what, openerId, onClose }: ChangeAccessDialogProps) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    defaultValues: {
      access: of.access,
      ends: of.until === null ? "never" : "date",
      date: of.until?.slice(0, 10) ?? "",
    },
  });
  const change = useAct(
    ({ access, ends, date }: Values) =>
      send(endpoints.changeAccess, {
        params: { database, id: of.id },
        body: what === "level" ? { access } : { until: untilOf(ends, date) },
      }),
    {
      onDone: async () => {
        await queryClient.invalidateQueries({ queryKey: ["databases", database] });
        announce(`The access of ${of.email} was changed.`);
        onClose();
      },
    },
  );
  return (
    <Dialog
      title={what === "level" ? "Change access level" : "Set an end date"}
      about={
        <>
          <Address of={of.email} /> on <Name of={database} />
        </>
      }
      openerId={openerId}
      onClose={onClose}
      onSubmit={() => void form.handleSubmit(change.start)()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="first" type="submit" busy={change.isPending}>
            {what === "level" ? "Change access level" : "Set end date"}
          </Button>
        </>
      }
    >
      {change.isError && (
        <div>
          <ErrorNote>{wordsOf(change.error)}</ErrorNote>
        </div>
      )}
      {what === "level" ? (
        <Choices legend="Access level" choices={levelChoices()} {...form.register("access")} />
      ) : (
        <>
          {of.until !== null && <p className="quiet">Access ends {exactTime(new Date(of.until))} as it is now.</p>}
          <EndFields register={form.register} ends={form.watch("ends")} />
        </>
      )}
    </Dialog>
  );
}
