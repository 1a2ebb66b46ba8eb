import type { AccessNow } from "./access-line.ts";
import { AccessLine } from "./access-line.tsx";

/** The line with its words: what PostgreSQL would do, and the detail. */
export function AccessCell({ access }: { access: AccessNow }) {
  return (
    <div className="access">
      <AccessLine
        state={access.state}
        asLastSeen={access.asLastSeen}
        sessions={access.sessions}
        endsSoon={access.endsSoon}
      />
      <span>
        <span className={`state ${access.tone === "none" ? "" : `c-${access.tone}`}`}>{access.word}</span>
        <span className="second">
          {access.more.map((piece, index) => (
            <span key={piece.text}>
              {index > 0 && ", "}
              <span className={piece.move ? "c-move" : ""}>{piece.text}</span>
            </span>
          ))}
        </span>
      </span>
    </div>
  );
}
