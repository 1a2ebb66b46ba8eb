import { csvText, endpoints, type RecordedEvent } from "@guestlist/contract";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { saveFile } from "../closures/save-file.ts";
import { t } from "../strings/activity.ts";
import { Button } from "../ui/button.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { isOfKind, type ActivitySearch } from "./search.ts";

/** Saves all events that the filters let through, also those that the page does not show yet. */
export function ExportActivity({ database, search }: { database: string; search: ActivitySearch }) {
  const save = useAct(
    async (_: undefined) => {
      const events = (await readAll(database, search.person)).filter(({ type }) => isOfKind(type, search.kind));
      return csvText([["at", "type", "actor", "subject", "data"], ...events.map(cellsOf)]);
    },
    {
      onDone: (text) => {
        saveFile(`activity-${database}-${new Date().toISOString().slice(0, 10)}.csv`, text, "text/csv;charset=utf-8");
        announce(t("exported"));
      },
    },
  );
  return (
    <div className="end">
      {save.isError && <ErrorNote>{wordsOf(save.error)}</ErrorNote>}
      <Button busy={save.isPending} onClick={() => save.start(undefined)}>
        {t("export")}
      </Button>
    </div>
  );
}

async function readAll(database: string, person: string | undefined): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: 500, ...(cursor === null ? {} : { cursor }), ...(person === undefined ? {} : { person }) };
    const page: { events: RecordedEvent[]; next_cursor: string | null } = (
      await send(endpoints.listEvents, { params: { database }, query })
    ).body;
    all.push(...page.events);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

const cellsOf = ({ at, type, actor_email: actor, subject_email: subject, data }: RecordedEvent) => [
  at,
  type,
  actor,
  subject,
  JSON.stringify(data),
];
