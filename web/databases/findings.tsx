import type { CheckDatabaseAnswer, Finding } from "@guestlist/contract";
import { CrossedSign, RingSign, TickSign } from "../ui/signs.tsx";

/** What the admin connection can and cannot do, worst first. */
export function Findings({ check }: { check: CheckDatabaseAnswer }) {
  const findings = [...check.findings].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="title">
        {check.attachable ? "It can be attached" : "It cannot be attached yet"}
      </h2>
      <p className="quiet wrap">
        {check.dbname} on {check.host}:{check.port}
        {check.version !== null && `, PostgreSQL ${check.version}`}
        {check.admin !== null && `, as ${check.admin.name}${check.admin.superuser ? " (superuser)" : ""}`}
      </p>
      <ul className="findings">
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.message}`}>
            <Sign kind={finding.kind} />
            <span>
              <span className="vh">{spoken[finding.kind]}: </span>
              {finding.message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const order: readonly Finding["kind"][] = ["refuses", "limits", "fine"];
const spoken: Record<Finding["kind"], string> = { refuses: "Must be mended", limits: "To know", fine: "Fine" };

function Sign({ kind }: { kind: Finding["kind"] }) {
  if (kind === "refuses") return <CrossedSign className="c-stop" />;
  return kind === "limits" ? <RingSign className="c-move" /> : <TickSign />;
}
