import { endpoints, type Collaborator } from "@guestlist/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choices } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { exactTime } from "../ui/time.ts";
import { OpenDoorSign } from "../access-line/house.tsx";
import { levelChoices } from "../access-levels.ts";
import { EndFields, type EndValues } from "./end-fields.tsx";
import { collaboratorsQuery } from "./queries.ts";
import { untilOf } from "./until.ts";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";
import { address, name } from "../ui/marks.tsx";
import { said } from "../strings/said.ts";

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
  const sent = useInvitationsOf(database, of);
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
      onDone: async ({ status, body }) => {
        await queryClient.invalidateQueries({ queryKey: ["databases", database] });
        announce(status === 202 ? said(body.waiting) : t("change.changed", { email: of.email }));
        if (status === 200) onClose();
      },
    },
  );
  if (change.data?.status === 202)
    return <Waiting {...{ of, database, openerId, onClose }} sentence={change.data.body.waiting} />;
  return (
    <Dialog
      title={what === "level" ? t("menu.level") : t("menu.end")}
      about={t.rich("change.about", { email: of.email, database, address, name })}
      openerId={openerId}
      onClose={onClose}
      onSubmit={() => void form.handleSubmit(change.start)()}
      footer={
        <>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button kind="first" type="submit" busy={change.isPending}>
            {what === "level" ? t("menu.level") : t("change.setEnd")}
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
        <>
          <Choices legend={t("head.level")} choices={levelChoices()} {...form.register("access")} />
          {form.watch("access") !== "full" && sent > 0 && (
            <Note kind="move" sign={<OpenDoorSign />}>
              {t("change.withdraws", { n: sent })}
            </Note>
          )}
        </>
      ) : (
        <>
          {of.until !== null && <p className="quiet">{t("change.endsNow", { time: exactTime(new Date(of.until)) })}</p>}
          <EndFields register={form.register} ends={form.watch("ends")} />
        </>
      )}
    </Dialog>
  );
}

/** How many they have invited who have not answered: with less than full access, none of that stands. */
function useInvitationsOf(database: string, of: Collaborator): number {
  const { data: rows = [] } = useQuery(collaboratorsQuery(database));
  if (of.status !== "accepted" || of.access !== "full") return 0;
  const email = of.email.toLowerCase();
  return rows.filter((row) => row.status === "pending" && row.invited_by?.toLowerCase() === email).length;
}

interface WaitingProps extends Omit<ChangeAccessDialogProps, "what"> {
  sentence: string;
}

/** The change is on the list, and PostgreSQL does not follow it yet: it would be wrong to close as if it did. */
function Waiting({ database, of, sentence, openerId, onClose }: WaitingProps) {
  return (
    <Dialog
      title={t("change.waits")}
      about={t.rich("change.about", { email: of.email, database, address, name })}
      openerId={openerId}
      onClose={onClose}
      footer={<Button onClick={onClose}>{ui("close")}</Button>}
    >
      <Note kind="move" sign={<OpenDoorSign />}>
        {said(sentence)}
      </Note>
    </Dialog>
  );
}
