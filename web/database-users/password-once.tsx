import { t } from "../strings/users.ts";
import { t as ui } from "../strings/ui.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** The one place where a password is seen: it goes with the dialog. */
export function PasswordOnce({
  name,
  password,
  uri,
  words,
}: {
  name: string;
  password: string;
  uri: string;
  words: string;
}) {
  return (
    <div className="once mt-0">
      <div className="rowline">
        <strong>{t("once.title", { name })}</strong>
        <span className="small quiet">{t("once.about")}</span>
      </div>
      <div className="rowline">
        <output>{password}</output>
        <CopyButton value={password} what={t("once.password", { name })} text={ui("copy")} />
      </div>
      <div className="rowline">
        <p className="small">{words}</p>
        <CopyButton value={uri} what={t("once.uri", { name })} text={t("once.copyUri")} />
      </div>
    </div>
  );
}
