import { endpoints } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { saveFile } from "../closures/save-file.ts";
import { Button } from "../ui/button.tsx";
import { t } from "../strings/overview.ts";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";

type Format = "csv" | "json";
const types: Record<Format, string> = { csv: "text/csv;charset=utf-8", json: "application/json" };

/** Saves the whole overview as a file; and the way to the reviews of what it lists. */
export function Exports() {
  const save = useAct(
    async (format: Format) => (await send(endpoints.exportCollaborators, { query: { format } })).body,
    {
      onDone: (text, format) => {
        saveFile(`collaborators-${new Date().toISOString().slice(0, 10)}.${format}`, text, types[format]);
        announce(t("saved"));
      },
    },
  );
  return (
    <div className="acts-row">
      {save.isError && <ErrorNote>{wordsOf(save.error)}</ErrorNote>}
      <Button busy={save.isPending && save.variables === "csv"} onClick={() => save.start("csv")}>
        {t("csv")}
      </Button>
      <Button busy={save.isPending && save.variables === "json"} onClick={() => save.start("json")}>
        {t("json")}
      </Button>
      <Link className="btn first" to="/reviews">
        {t("reviews")}
      </Link>
    </div>
  );
}
