import type { Closure } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { closureKeysQuery, receiptQuery } from "./queries.ts";
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
  const openssl = [
    "openssl pkeyutl -verify -pubin -rawin",
    `-inkey ${names.key}`,
    `-in ${names.receipt}`,
    `-sigfile ${names.signature}`,
  ].join(" \\\n  ");
  const guestlist = `guestlist closures verify ${names.receipt} \\\n  --key ${names.key}`;
  const error = receipt.error ?? keys.error;
  return (
    <section id="check" className="mt-8" aria-labelledby="check-title">
      <h3 id="check-title">Check it without Guestlist</h3>
      <p className="quiet">
        Save these three files into one folder, and run the command there. It needs OpenSSL 3 and nothing of ours. The
        receipt is genuine when it prints <span className="nb">“Signature Verified Successfully”.</span>
      </p>
      {error !== null && <ErrorNote>{wordsOf(error)}</ErrorNote>}
      <div className="mt-3 mb-3 flex flex-wrap gap-2">
        <Button slim busy={signed === undefined} onClick={() => signed && saveText(closure.number, signed)}>
          Save receipt
        </Button>
        <Button slim busy={signed === undefined} onClick={() => signed && saveSignature(closure.number, signed)}>
          Save signature
        </Button>
        <Button slim busy={key === undefined} onClick={() => key && saveKey(names.key, key)}>
          Save public key
        </Button>
      </div>
      <Command text={openssl} what="the OpenSSL command" />
      <p className="quiet mt-3 mb-2">Or with the command line, which asks no server when it is given the key:</p>
      <Command text={guestlist} what="the guestlist command" />
      <p className="quiet mt-3">
        A public key that was saved before the access ended says more than one saved now. The key’s SHA-256 is{" "}
        <code className="wrap-anywhere">{keyId}</code>
      </p>
    </section>
  );
}

const Command = ({ text, what }: { text: string; what: string }) => (
  <div className="code">
    <pre>{text}</pre>
    <CopyButton value={text} what={what} />
  </div>
);
