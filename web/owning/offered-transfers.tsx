import { endpoints, type OfferedTransfer } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { AccessLine } from "../access-line/access-line.tsx";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { t } from "../strings/owning.ts";
import { Button } from "../ui/button.tsx";
import { announce } from "../ui/live-region.tsx";
import { address, name } from "../ui/marks.tsx";
import { ErrorNote } from "../ui/note.tsx";

/** Databases that are offered to the reader, each with its two answers. */
export function OfferedTransfers({ transfers }: { transfers: readonly OfferedTransfer[] }) {
  return transfers.map((transfer) => <OneOffer key={transfer.database.id} transfer={transfer} />);
}

function OneOffer({ transfer: { database, from, former_owner: former } }: { transfer: OfferedTransfer }) {
  const { accept, decline } = useAnswers(database);
  const error = accept.error ?? decline.error;
  return (
    <li className="empty">
      <div>
        <AccessLine state="owner" />
      </div>
      <div className="grid gap-4">
        <h2>{t.rich("offer.title", { from, database: database.name, address, name })}</h2>
        {error !== null && <ErrorNote>{wordsOf(error)}</ErrorNote>}
        <dl className="kv">
          <dt>{t("offer.youGet")}</dt>
          <dd>{t("offer.youGetAbout")}</dd>
          <dt>{t("offer.they")}</dt>
          <dd>{former === "stays" ? t("offer.theyStay") : t("offer.theyLeave")}</dd>
        </dl>
        <div className="acts">
          <Button kind="first" busy={accept.isPending} onClick={() => accept.start(undefined)}>
            {t("offer.accept")}
          </Button>
          <Button busy={decline.isPending} onClick={() => decline.start(undefined)}>
            {t("offer.decline")}
          </Button>
        </div>
      </div>
    </li>
  );
}

/** The database is named by its id: it may have been renamed since. */
function useAnswers({ id, name: called }: OfferedTransfer["database"]) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const params = { database: id };
  const accept = useAct(async (_: undefined) => (await send(endpoints.acceptTransfer, { params })).body.database, {
    onDone: async (database) => {
      await navigate({ to: "/databases/$database", params: { database: database.name } });
      await queryClient.invalidateQueries();
      announce(t("offer.accepted", { name: database.name }));
    },
  });
  const decline = useAct((_: undefined) => send(endpoints.declineTransfer, { params }), {
    onDone: async () => {
      await queryClient.invalidateQueries();
      announce(t("offer.declined", { name: called }));
    },
  });
  return { accept, decline };
}
