import type { Closure } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { t } from "../strings/closures.ts";
import { ErrorNote } from "../ui/note.tsx";
import { closureKeysQuery, receiptQuery } from "./queries.ts";
import { opensslCommand, verifyCommand } from "./check-commands.ts";
import { fileNames, saveKey, saveSignature, saveText } from "./receipt-files.ts";

type Signed = Closure & { signature: NonNullable<Closure["signature"]> };

/** How somebody who does not trust this page finds out that a receipt is genuine: three files, and one command. */
export function CheckReceipt({ closure }: { closure: Signed }) {
  const receipt = useQuery(receiptQuery(closure.database.name, closure.number));
  const keys = useQuery(closureKeysQuery);
  const signed = receipt.data?.receipt;
  const { key_id: keyId } = signed ?? closure.signature;
  const key = keys.data?.find((each) => each.key_id === keyId);
  const names = fileNames(closure.number, signed ?? closure.signature);
  const error = receipt.error ?? keys.error;
  return (
    <section id="check" className="mt-8" aria-labelledby="check-title">
      <h3 id="check-title">{t("check.title")}</h3>
      <p className="quiet">{t.rich("check.how", { printed: whole })}</p>
      {error !== null && <ErrorNote>{wordsOf(error)}</ErrorNote>}
      <div className="mt-3 mb-3 flex flex-wrap gap-2">
        <Button slim busy={signed === undefined} onClick={() => signed && saveText(closure.number, signed)}>
          {t("save.receipt")}
        </Button>
        <Button slim busy={signed === undefined} onClick={() => signed && saveSignature(closure.number, signed)}>
          {t("save.signature")}
        </Button>
        <Button slim busy={key === undefined} onClick={() => key && saveKey(names.key, key)}>
          {t("save.key")}
        </Button>
      </div>
      <Command text={opensslCommand(names)} what={t("check.openssl")} />
      <p className="quiet mt-3 mb-2">{t("check.commandLine")}</p>
      <Command text={verifyCommand(names)} what={t("check.guestlist")} />
      <p className="quiet mt-3">{t.rich("check.key", { key: keyId, id: fingerprint })}</p>
    </section>
  );
}

const whole = (words: ReactNode) => <span className="nb">{words}</span>;
const fingerprint = (words: ReactNode) => <code className="wrap-anywhere">{words}</code>;

const Command = ({ text, what }: { text: string; what: string }) => (
  <div className="code">
    <pre>{text}</pre>
    <CopyButton value={text} what={what} />
  </div>
);
