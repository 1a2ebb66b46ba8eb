import { randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { crc32c } from "./crc32c.ts";

// Of a segment's first page: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/access/xlog_internal.h
const identifierInSegment = 24;

/**
 * Gives the copy of a cleanly stopped cluster a system identifier of its own. The product knows a server by it, and two
 * copies with the same one would rightly be taken for one server. It stands first in pg_control, under a checksum, and in
 * the first page of every WAL segment.
 */
export function renewIdentity(dataDir: string): void {
  const identifier = randomBytes(8);
  identifier.writeUInt8(identifier.readUInt8(7) & 0x7f, 7);

  const controlFile = path.join(dataDir, "global/pg_control");
  const control = readFileSync(controlFile);
  const checksumAt = findChecksum(control);
  identifier.copy(control, 0);
  control.writeUInt32LE(crc32c(control.subarray(0, checksumAt)), checksumAt);
  writeFileSync(controlFile, control);

  const walFolder = path.join(dataDir, "pg_wal");
  for (const name of readdirSync(walFolder).filter((entry) => /^[0-9A-F]{24}$/.test(entry))) {
    const segment = openSync(path.join(walFolder, name), "r+");
    writeSync(segment, identifier, 0, identifier.length, identifierInSegment);
    closeSync(segment);
  }
}

/** The checksum is the last field, at a place that differs by version: it is where the sum of all before it stands. */
function findChecksum(control: Buffer): number {
  for (let offset = 200; offset < 600; offset += 4) {
    if (control.readUInt32LE(offset) === crc32c(control.subarray(0, offset))) return offset;
  }
  throw new Error("pg_control has no checksum where one is expected");
}
