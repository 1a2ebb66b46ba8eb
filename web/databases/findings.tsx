import type { CheckDatabaseAnswer, Finding } from "@guestlist/contract";
import { hidden } from "../ui/marks.tsx";
import { CrossedSign, RingSign, TickSign } from "../ui/signs.tsx";
import { t } from "../strings/creating.ts";
import { said } from "../strings/said.ts";

/** What the admin connection can and cannot do, worst first. */
export function Findings({ check }: { check: CheckDatabaseAnswer }) {
  const findings = [...check.findings].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="title">
        {t(check.attachable ? "findings.attachable" : "findings.notYet")}
      </h2>
      <p className="quiet wrap">{whereAndWho(check).join(", ")}</p>
      <ul className="findings">
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.message}`}>
            <Sign kind={finding.kind} />
            <span>{t.rich(`findings.${finding.kind}`, { message: said(finding.message), hidden })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const order: readonly Finding["kind"][] = ["refuses", "limits", "fine"];

/** "app on db-paris-1:5432", "PostgreSQL 17.6", "as admin (superuser)" */
function whereAndWho({ dbname, host, port, version, admin }: CheckDatabaseAnswer): string[] {
  return [
    t("findings.at", { dbname, host, port: String(port) }),
    ...(version === null ? [] : [`PostgreSQL ${version}`]),
    ...(admin === null ? [] : [t("findings.as", { role: admin.name, superuser: admin.superuser ? "yes" : "no" })]),
  ];
}

function Sign({ kind }: { kind: Finding["kind"] }) {
  if (kind === "refuses") return <CrossedSign className="c-stop" />;
  return kind === "limits" ? <RingSign className="c-move" /> : <TickSign />;
}
