import { endpoints, type Closure } from "@guestlist/contract";
import { writeFileSync } from "node:fs";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { instant, seconds } from "../instants.ts";
import { howToDecide, leftoversInWords } from "../leftovers.ts";
import { shortKey, signatureFile } from "../receipt-file.ts";

export const closuresShow = command({
  name: "closures show",
  arguments: ["<number>"],
  description: "Show one closure receipt, or save it with its signature",
  examples: [
    "--database my-dedicated-db closures show 42",
    "--database my-dedicated-db closures show 42 --receipt receipt.json",
  ],
  options: [["--receipt <file>", "save what was signed in this file, and the signature beside it in .sig"]],
  async run(context, [number], { receipt: file }) {
    if (file === undefined) return await showClosure(context, number);
    const params = { database: context.database, id: shortNumber(number) };
    const { body } = await context.call(endpoints.showReceipt, { params });
    const { text, signature, key_id: keyId } = body.receipt;
    save(file, Buffer.from(text, "utf8"));
    save(signatureFile(file), Buffer.from(signature, "base64"));
    if (context.json) return context.out.json(body);
    context.out.line(`-----> Receipt ${receiptNumber(number)} is in ${file}, its signature in ${signatureFile(file)}`);
    context.out.line(`       Check it with: ${context.program} closures verify ${file}`);
    context.out.line(
      `       Without Guestlist, it takes the public key: ${context.program} closures keys ${shortKey(keyId)}`,
    );
  },
});

/** Throws Failure in words. */
function save(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw new Failure("invalid_request", `${file} cannot be written: ${(error as Error).message}.`);
  }
}

export async function showClosure(context: Context, number: string): Promise<void> {
  const params = { database: context.database, id: shortNumber(number) };
  const { body } = await context.call(endpoints.showClosure, { params });
  if (context.json) context.out.json(body);
  else tellClosure(context, body.closure);
}

/** 42 is printed `0042`. */
export const receiptNumber = (number: number | string): string => shortNumber(String(number)).padStart(4, "0");
export const reasonOf = (one: Closure): string => one.reason.replaceAll("_", " ");
/** `0042` as it is printed is the number 42. */
export const shortNumber = (typed: string): string => typed.replace(/^0+(?=\d)/, "");

function tellClosure({ out, program }: Context, one: Closure): void {
  const facts: [string, string][] = [
    ["Receipt", receiptNumber(one.number)],
    ["Database", one.database.name],
    ["Person", one.email],
    ["Reason", one.ended_by === null ? reasonOf(one) : `${reasonOf(one)}, by ${one.ended_by}`],
    ["Login", `${one.login_name} (OID ${one.role_oid})`],
    ["Server", `PostgreSQL ${one.server_version}, system identifier ${one.system_identifier}`],
    ["Requested", requestedAt(one)],
    ["New logins refused", `${instant(one.new_logins_refused_at)}, after ${seconds(one.refused_after_ms)}`],
    ["Last session gone", `${instant(one.last_session_gone_at)}, after ${seconds(one.gone_after_ms)}`],
    ["LSN", one.lsn ?? "n/a"],
    ...sessionsEnded(one),
    ["Memberships removed", listed(one.memberships_removed)],
    ["Objects moved", movedObjects(one)],
    ["Left over", listed(one.left_over)],
    ["Login attempt", `${one.login_attempt.sqlstate} ${one.login_attempt.message}`],
    ["Login dropped", one.login_dropped_at === null ? "not yet" : instant(one.login_dropped_at)],
    ["Signature", signatureOf(one)],
  ];
  for (const [name, value] of facts) out.line(`${name.padEnd(19)} ${value}`);
  leftoversInWords(one.could_still_use).forEach((line, at) =>
    out.line(`${(at === 0 ? "Could still use" : "").padEnd(19)} ${line}`),
  );
  if (one.could_still_use === null) return;
  for (const hint of howToDecide(one.could_still_use, receiptNumber(one.number), program)) out.note(`       ${hint}`);
}

/** One a line. */
function sessionsEnded({ sessions_ended: ended }: Closure): [string, string][] {
  if (ended.length === 0) return [["Sessions ended", "none"]];
  return ended.map(({ pid, application, client, since }, at) => [
    at === 0 ? "Sessions ended" : "",
    [
      `${pid} ${application}`.trimEnd(),
      client === null ? [] : `from ${client}`,
      since === null ? [] : `since ${instant(since)}`,
    ]
      .flat()
      .join(", "),
  ]);
}

const listed = (items: readonly string[]): string => (items.length === 0 ? "none" : items.join(", "));

function movedObjects({ objects_moved, objects_kept_by }: Closure): string {
  if (objects_moved.length === 0) return "none";
  const each = objects_moved.map((it) => `${it.count} ${it.kind} in ${it.database}`);
  return `${each.join(", ")}, now of ${objects_kept_by}`;
}

/** The request is timed by Guestlist's clock, and shown by the server's; where the two differ, that is said. */
function requestedAt({ requested_at, clock_ahead_ms: ahead }: Closure): string {
  if (ahead === 0) return instant(requested_at);
  const side = ahead > 0 ? "ahead of" : "behind";
  return `${instant(requested_at)} by the server's clock, which is ${seconds(Math.abs(ahead))} ${side} Guestlist's`;
}

function signatureOf({ signature }: Closure): string {
  if (signature === null) return "none, it ended before receipts were signed";
  return `Ed25519, key ${shortKey(signature.key_id)}, statement ${signature.statement} of ${instant(signature.signed_at)}`;
}
