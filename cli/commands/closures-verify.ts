import { endpoints, type Receipt } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { instant } from "../instants.ts";
import {
  isGenuine,
  readKey,
  readKeyFile,
  readReceipt,
  shortKey,
  type CheckingKey,
  type SavedReceipt,
} from "../receipt-file.ts";
import { receiptNumber } from "./closures-show.ts";

export const closuresVerify = command({
  name: "closures verify",
  arguments: ["<file>"],
  description: "Check that a saved closure receipt is what the installation signed",
  examples: ["closures verify receipt.json", "closures verify receipt.json --key guestlist.pem"],
  options: [
    ["--key <file>", "the installation's public key in PEM form; with it nothing is asked of the server"],
    ["--signature <file>", "where the signature is, when not beside the receipt in .sig"],
  ],
  async run(context, [file], options) {
    const saved = readReceipt(file, options.signature);
    const key = options.key === undefined ? await keyOfInstallation(context, saved) : keyFromFile(options.key, saved);
    if (!isGenuine(saved, key)) throw new Failure("invalid_request", changed(saved));
    const from = options.key ?? context.url;
    if (context.json)
      return context.out.json({ genuine: true, key_id: key.id, key_from: from, receipt: saved.receipt });
    for (const line of inWords(saved.receipt, key, from)) context.out.line(line);
  },
});

function keyFromFile(file: string, { receipt, file: about }: SavedReceipt): CheckingKey {
  const key = readKeyFile(file);
  if (key.id !== receipt.key_id)
    throw new Failure("invalid_request", `${about} names another key than ${file}.`, keys(receipt, key));
  return key;
}

/** The server that this command line is set to, never the one that the receipt names: whoever forges one would name their own. */
async function keyOfInstallation(context: Context, { receipt, file }: SavedReceipt): Promise<CheckingKey> {
  const { body } = await context.callAsAnyone(endpoints.listClosureKeys, {});
  const listed = body.keys.find((one) => one.key_id === receipt.key_id);
  if (listed === undefined) {
    throw new Failure(
      "invalid_request",
      `${file} was not signed by ${context.url}: it names a key that is not there.`,
      [`It says that it is of ${receipt.installation}, key ${shortKey(receipt.key_id)}.`],
    );
  }
  const key = readKey(listed.public_key, `The key of ${context.url}`);
  if (key.id !== receipt.key_id)
    throw new Failure("unavailable", `${context.url} lists a key under another's name.`, keys(receipt, key));
  return key;
}

const keys = (receipt: Receipt, key: CheckingKey): string[] => [`receipt: ${receipt.key_id}`, `key:     ${key.id}`];

const changed = ({ file }: SavedReceipt): string =>
  `${file} is not what was signed: it was changed, or the signature belongs to another receipt.`;

function inWords(receipt: Receipt, key: CheckingKey, from: string): string[] {
  const { person, database, statement } = receipt;
  return [
    `-----> Receipt ${receiptNumber(receipt.receipt)} is signed by key ${shortKey(key.id)} of ${from}, unchanged`,
    `       ${person.email} on ${database.name}, statement ${statement}, signed ${instant(receipt.signed_at)}`,
    `       New logins refused ${instant(receipt.new_logins_refused_at)}`,
    `       Last session gone  ${instant(receipt.last_session_gone_at)}`,
    `       Closure            ${receipt.closure_id}`,
    `       Key                ${key.id}`,
  ];
}
