import { endpoints } from "@guestlist/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { databasesQuery } from "../databases/queries.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { reviewQuery, reviewsQuery } from "./queries.ts";
import { t } from "../strings/reviews.ts";
import { t as ui } from "../strings/ui.ts";

interface StartDialogProps {
  /** The database to review, where one was asked for. */
  of?: string | undefined;
  openerId: string;
  onClose: () => void;
}

/** Chooses what to review. Whoever has a review of it open goes on with that one. */
export function StartDialog({ of = "", openerId, onClose }: StartDialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: databases } = useQuery(databasesQuery);
  const [database, setDatabase] = useState(of);
  const start = useAct(
    async (_: undefined) => (await send(endpoints.startReview, { body: database === "" ? {} : { database } })).body,
    {
      onDone: async (body) => {
        const review = String(body.review.number);
        queryClient.setQueryData(reviewQuery(review).queryKey, body);
        void queryClient.invalidateQueries({ queryKey: reviewsQuery.queryKey, exact: true });
        await navigate({ to: "/reviews/$review", params: { review } });
      },
    },
  );
  const managed = (databases ?? []).filter(({ can }) => can["manage_collaborators"] === true);
  return (
    <Dialog
      title={t("start.title")}
      about={t("start.about")}
      openerId={openerId}
      onClose={onClose}
      onSubmit={() => start.start(undefined)}
      footer={
        <>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button kind="first" type="submit" busy={start.isPending}>
            {t("start.start")}
          </Button>
        </>
      }
    >
      {start.isError && (
        <div>
          <ErrorNote>{wordsOf(start.error)}</ErrorNote>
        </div>
      )}
      <SelectField label={t("start.what")} value={database} onChange={({ target }) => setDatabase(target.value)}>
        <option value="">{t("start.every")}</option>
        {managed.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
      <p className="quiet">{t("start.hint")}</p>
    </Dialog>
  );
}
