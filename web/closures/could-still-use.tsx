import { endpoints, type Closure, type CouldStillUse, type Leftover } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { hidden } from "../ui/marks.tsx";
import { t } from "../strings/closures.ts";
import { t as ui } from "../strings/ui.ts";
import { decisionInWords, leftoverAnswer } from "./leftover-words.ts";
import { said } from "../strings/said.ts";

type Used = Closure & { could_still_use: CouldStillUse };
type Asked = "rotate" | "remove" | "keep";

/** What the person knows, and left for others, with what can be done about each. */
export function CouldStillUseSection({ closure }: { closure: Used }) {
  const { could_still_use: used } = closure;
  return (
    <section id="could-still-use" className="mt-8" aria-labelledby="could-still-use-title">
      <h3 id="could-still-use-title">{t("leftovers.title")}</h3>
      <p className="quiet">
        {leftoverAnswer(used)}
        {used.seen_at === null && ` ${t("leftovers.notSeen")}`}
        {used.api_tokens > 0 && ` ${t("leftovers.tokens", { n: used.api_tokens })}`}
      </p>
      {used.items.length > 0 && (
        <ul className="leftovers">
          {used.items.map((item) => (
            <Item key={item.item} item={item} closure={closure} />
          ))}
        </ul>
      )}
      {used.left_out > 0 && <p className="quiet mt-3">{t("leftovers.leftOut", { n: used.left_out })}</p>}
    </section>
  );
}

function Item({ item, closure }: { item: Leftover; closure: Used }) {
  const [asking, setAsking] = useState<"rotate" | "remove" | null>(null);
  const decide = useDecide(closure, item, () => setAsking(null));
  const decided = decisionInWords(item);
  const password = decide.data?.new_password;
  const openerId = `leftover-${item.item}`;
  return (
    <li>
      <div className="what">
        <code>{item.name}</code>
        <small>{said(item.why)}</small>
        {decided !== null && <small className="decided">{decided}</small>}
      </div>
      {(item.decision === null || item.decision === "kept") && (
        <div className="acts">
          {item.can !== null && (
            <Button slim id={openerId} onClick={() => setAsking(item.can)}>
              {t.rich(`leftovers.${item.can}`, { name: item.name, hidden })}
            </Button>
          )}
          {item.decision === null && (
            <Button slim busy={decide.isPending} onClick={() => decide.start("keep")}>
              {t.rich("leftovers.keep", { name: item.name, hidden })}
            </Button>
          )}
        </div>
      )}
      {asking === null && decide.isError && <ErrorNote>{wordsOf(decide.error)}</ErrorNote>}
      {asking !== null && (
        <Confirm act={asking} item={item} decide={decide} openerId={openerId} onClose={() => setAsking(null)} />
      )}
      {password != null && (
        <div className="once">
          <div className="rowline">
            <strong>{t("leftovers.passwordOf", { name: password.name })}</strong>
            <span className="small quiet">{t("leftovers.once")}</span>
          </div>
          <div className="rowline">
            <output>{password.password}</output>
            <CopyButton value={password.password} what={t("leftovers.password")} text={ui("copy")} />
          </div>
          <div className="rowline">
            <p className="small">{t("leftovers.before")}</p>
            <CopyButton value={password.uri} what={t("leftovers.uri")} text={t("leftovers.copyUri")} />
          </div>
        </div>
      )}
    </li>
  );
}

function useDecide({ database, number }: Used, { item, name }: Leftover, onDone: () => void) {
  const queryClient = useQueryClient();
  return useAct(
    async (decision: Asked) => {
      const params = { database: database.name, id: String(number), item: String(item) };
      return (await send(endpoints.decideLeftover, { params, body: { decision } })).body;
    },
    {
      onDone: (_, decision) => {
        announce(t("leftovers.announced", { name, decision }));
        onDone();
        void queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
      },
    },
  );
}

interface ConfirmProps {
  act: "rotate" | "remove";
  item: Leftover;
  decide: ReturnType<typeof useDecide>;
  openerId: string;
  onClose: () => void;
}

function Confirm({ act, item, decide, openerId, onClose }: ConfirmProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={act === "rotate" ? t("leftovers.rotateTitle") : t("leftovers.removeTitle")}
      about={<code>{item.name}</code>}
      firstFocus={cancel}
      openerId={openerId}
      onClose={onClose}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {ui("cancel")}
          </Button>
          <Button kind="end" busy={decide.isPending} onClick={() => decide.start(act)}>
            {act === "rotate" ? t("leftovers.rotateTitle") : t("leftovers.removeIt")}
          </Button>
        </>
      }
    >
      {decide.isError && <ErrorNote>{wordsOf(decide.error)}</ErrorNote>}
      <p>{consequence(act, item)}</p>
    </Dialog>
  );
}

function consequence(act: "rotate" | "remove", { kind }: Leftover): string {
  if (act === "rotate") return t("leftovers.rotateThen");
  return kind === "public_privilege" ? t("leftovers.takenThen") : t("leftovers.droppedThen");
}
