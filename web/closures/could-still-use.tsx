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
import { counted } from "../ui/words.ts";
import { decisionInWords, leftoverAnswer } from "./leftover-words.ts";

type Used = Closure & { could_still_use: CouldStillUse };
type Asked = "rotate" | "remove" | "keep";

/** What the person knows, and left for others, with what can be done about each. */
export function CouldStillUseSection({ closure }: { closure: Used }) {
  const { could_still_use: used } = closure;
  return (
    <section id="could-still-use" className="mt-8" aria-labelledby="could-still-use-title">
      <h3 id="could-still-use-title">What they could still use</h3>
      <p className="quiet">
        {leftoverAnswer(used)}
        {used.seen_at === null && " The database could not be looked into, so only passwords are named."}
        {used.api_tokens > 0 &&
          ` ${counted(used.api_tokens, "API token of their account opens", "API tokens of their account open")} nothing here.`}
      </p>
      {used.items.length > 0 && (
        <ul className="leftovers">
          {used.items.map((item) => (
            <Item key={item.item} item={item} closure={closure} />
          ))}
        </ul>
      )}
      {used.left_out > 0 && <p className="quiet mt-3">And {used.left_out} more that are not listed.</p>}
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
        <small>{item.why}</small>
        {decided !== null && <small className="decided">{decided}</small>}
      </div>
      {(item.decision === null || item.decision === "kept") && (
        <div className="acts">
          {item.can !== null && (
            <Button slim id={openerId} onClick={() => setAsking(item.can)}>
              {item.can === "rotate" ? "Rotate" : "Remove"}
              <span className="vh"> {item.name}</span>
            </Button>
          )}
          {item.decision === null && (
            <Button slim busy={decide.isPending} onClick={() => decide.start("keep")}>
              Keep<span className="vh"> {item.name}</span>
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
            <strong>The new password of {password.name}</strong>
            <span className="small quiet">Shown once. The application needs it now.</span>
          </div>
          <div className="rowline">
            <output>{password.password}</output>
            <CopyButton value={password.password} what="the new password" text="Copy" />
          </div>
          <div className="rowline">
            <p className="small">The one before stopped working, and its sessions have ended.</p>
            <CopyButton value={password.uri} what="the URI with the new password" text="Copy as URI" />
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
        announce(`${name} has been ${past[decision]}.`);
        onDone();
        void queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
      },
    },
  );
}

const past: Record<Asked, string> = { rotate: "rotated", remove: "removed", keep: "kept" };

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
      title={act === "rotate" ? "Rotate the password" : "Remove"}
      about={<code>{item.name}</code>}
      firstFocus={cancel}
      openerId={openerId}
      onClose={onClose}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button kind="end" busy={decide.isPending} onClick={() => decide.start(act)}>
            {act === "rotate" ? "Rotate the password" : "Remove it"}
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
  if (act === "rotate")
    return "The application gets a new password, shown once, and needs it at once. Its open sessions end, because one of them may be this person’s.";
  if (kind === "public_privilege") return "It is taken from everybody. Whoever needs it has to be given it by name.";
  return "It is dropped from the database. When something depends on it, nothing happens, and we say what.";
}
