import { endpoints, type Database } from "@guestlist/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { t } from "../strings/general.ts";
import { t as ui } from "../strings/ui.ts";
import { said } from "../strings/said.ts";

/** Says what would change, looked up now, before anything does. */
export function OwnershipDialog({
  database,
  to,
  onClose,
}: {
  database: Database;
  to: "move" | "keep";
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const params = { database: database.name };
  const preview = useQuery({
    queryKey: ["databases", database.name, "ownership", to],
    queryFn: async () => (await send(endpoints.previewOwnership, { params, query: { to } })).body.lines,
    retry: false,
    staleTime: 0,
  });
  const change = useAct((_: undefined) => send(endpoints.changeDatabase, { params, body: { ownership: to } }), {
    onDone: () => {
      announce(t(`ownership.${to}.announced`));
      void queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
      onClose();
    },
  });
  const error = change.error ?? preview.error;
  return (
    <Dialog
      title={t(`ownership.${to}.title`)}
      about={<Name of={database.name} />}
      openerId="ownership"
      onClose={onClose}
      onSubmit={() => change.start(undefined)}
      footer={
        <>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button
            kind="first"
            type="submit"
            busy={change.isPending}
            whyNot={preview.data === undefined ? t("ownership.unknown") : undefined}
          >
            {t(`ownership.${to}.act`)}
          </Button>
        </>
      }
    >
      {error !== null && <ErrorNote>{wordsOf(error)}</ErrorNote>}
      <p className="quiet">{t("ownership.about")}</p>
      <ol className="lines">
        {(preview.data ?? []).map((line) => (
          <li key={line}>{said(line)}</li>
        ))}
      </ol>
    </Dialog>
  );
}
