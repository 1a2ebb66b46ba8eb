import { endpoints, type Database, type FormerOwner } from "@guestlist/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { collaboratorsQuery } from "../collaborators/queries.ts";
import { t } from "../strings/owning.ts";
import { t as ui } from "../strings/ui.ts";
import { Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choices, SelectField } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";

interface Values {
  to: string;
  formerOwner: FormerOwner;
}

/** To whom, and what becomes of the reader once they accept. */
export function TransferDialog({ database, onClose }: { database: Database; onClose: () => void }) {
  const queryClient = useQueryClient();
  const list = useQuery(collaboratorsQuery(database.name));
  const form = useForm<Values>({ defaultValues: { to: "", formerOwner: "stays" } });
  const offer = useAct(
    async ({ to, formerOwner }: Values) => {
      const params = { database: database.name };
      return (await send(endpoints.offerTransfer, { params, body: { to, former_owner: formerOwner } })).body.database;
    },
    {
      onDone: async ({ name, transfer }) => {
        await queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
        announce(t("transfer.announced", { name, to: transfer?.to ?? "" }));
        onClose();
      },
    },
  );
  const people = list.data?.filter(({ status }) => status === "accepted") ?? [];
  const chosen = form.watch("to") !== "";
  const whyNot = people.length === 0 ? t("transfer.nobody") : chosen ? undefined : t("transfer.choose");
  return (
    <Dialog
      title={t("transfer.dialogTitle")}
      about={<Name of={database.name} />}
      openerId="transfer"
      onClose={onClose}
      onSubmit={() => void (whyNot === undefined && form.handleSubmit(offer.start)())}
      footer={
        <>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button kind="first" type="submit" busy={offer.isPending} whyNot={whyNot}>
            {t("transfer.confirm")}
          </Button>
        </>
      }
    >
      {offer.isError && <ErrorNote>{wordsOf(offer.error)}</ErrorNote>}
      <SelectField label={t("transfer.to")} {...form.register("to")}>
        <option value="">{t("transfer.choose")}</option>
        {people.map(({ id, email }) => (
          <option key={id} value={id}>
            {email}
          </option>
        ))}
      </SelectField>
      <p className="quiet">{t("transfer.gives")}</p>
      <Choices
        legend={t("transfer.afterwards")}
        choices={[
          { value: "stays", name: t("transfer.stays"), explained: t("transfer.staysAbout") },
          { value: "leaves", name: t("transfer.leaves"), explained: t("transfer.leavesAbout") },
        ]}
        {...form.register("formerOwner")}
      />
    </Dialog>
  );
}
