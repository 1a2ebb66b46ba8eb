import { endpoints, type Database, type Transfer } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { t } from "../strings/owning.ts";
import { Button } from "../ui/button.tsx";
import { announce } from "../ui/live-region.tsx";
import { address } from "../ui/marks.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { later } from "../ui/later.tsx";

const TransferDialog = later(async () => (await import("./transfer-dialog.tsx")).TransferDialog);

/** To give the database away; while it is offered, to whom, and the way back. */
export function TransferSection({ database, whyNot }: { database: Database; whyNot: string | undefined }) {
  const [asks, setAsks] = useState(false);
  const { transfer } = database;
  return (
    <section className="section" aria-labelledby="transfer-title">
      <h2 id="transfer-title" tabIndex={-1}>
        {t("transfer.title")}
      </h2>
      <p className="quiet mt-1 mb-4">{t("transfer.about")}</p>
      {transfer !== null && !transfer.to_me ? (
        <Offered database={database} transfer={transfer} />
      ) : (
        <Button id="transfer" whyNot={whyNot} onClick={() => setAsks(true)}>
          {t("transfer.act")}
        </Button>
      )}
      {asks && <TransferDialog database={database} onClose={() => setAsks(false)} />}
    </section>
  );
}

function Offered({ database, transfer }: { database: Database; transfer: Transfer }) {
  const queryClient = useQueryClient();
  const withdraw = useAct((_: undefined) => send(endpoints.withdrawTransfer, { params: { database: database.name } }), {
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
      announce(t("transfer.withdrawn"));
      document.getElementById("transfer-title")?.focus();
    },
  });
  return (
    <>
      {withdraw.isError && <ErrorNote>{wordsOf(withdraw.error)}</ErrorNote>}
      <Note
        kind="move"
        className="mb-0"
        sign={<RingSign className="c-move" />}
        action={
          <Button busy={withdraw.isPending} onClick={() => withdraw.start(undefined)}>
            {t("transfer.withdraw")}
          </Button>
        }
      >
        {t.rich("transfer.offered", { to: transfer.to, address })}
        <small>{transfer.former_owner === "stays" ? t("transfer.thenStays") : t("transfer.thenLeaves")}</small>
      </Note>
    </>
  );
}
