import { databaseNamePattern, endpoints } from "@guestlist/contract";
import type { Context } from "./context.ts";

/**
 * The name to print, also where an id was typed. Asks the server only where the text may be an id, and then beside
 * the command's own call; what the name is is no reason for a command to fail, so the typed text stands in for it.
 */
export async function databaseName(context: Context): Promise<string> {
  const typed = context.database;
  if (!isId.test(typed) && isName.test(typed)) return typed;
  try {
    return (await context.call(endpoints.showDatabase, { params: { database: typed } })).body.database.name;
  } catch {
    return typed;
  }
}

const isName = new RegExp(databaseNamePattern);
// A name may look like an id, an id never like anything else.
const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
