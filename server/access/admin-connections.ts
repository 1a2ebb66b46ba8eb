import { openAdminConnection, type AdminConnection, type Opened } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";

/** Long enough that the look at sessions, every few seconds, keeps one open: nobody can take the last slot from us. */
const idleMs = 60_000;

/**
 * However often it is used, a session then makes way for a new one: after a switchover it may lead to a primary that is
 * none any more, and only a new one goes where the address leads. Tests shorten it.
 */
export const greatestAge = { ms: 60_000 };

/** The next is opened before the old one is let go. While none can be had, as when every slot is taken, the old one stays. */
const tryAgainMs = 5000;

/** So soon after its last answer a session is taken at its word: asking costs a round trip of somebody's revoke. */
const freshMs = 3000;

/**
 * Inside a database a session is kept as long as it is taken at its word, and few of them: while it is there, the owner can
 * neither drop the database nor copy it. One change asks for the next within that time, and a new session reads the
 * catalogs anew: seven times the work of the look that it is opened for.
 */
const idleInsideMs = freshMs;
const mostInside = 4;

interface Idle {
  readonly key: string;
  readonly target: Target;
  readonly connection: AdminConnection;
  readonly usedAt: number;
  readonly answeredAt: number;
  readonly timer: NodeJS.Timeout;
}

/** Sessions of this process that wait for their next use, the oldest first. A means to be fast, never to coordinate. */
let idle: readonly Idle[] = [];

const openedAt = new WeakMap<AdminConnection, number>();

/** Of each server, what the newest session saw: an older one that sees something else leads elsewhere. */
const newest = new Map<string, { readonly timeline: number; readonly since: number }>();

const renewals = new Map<string, Promise<void>>();

type Worked<T> = { readonly ok: true; readonly value: T } | Exclude<Opened, { ok: true }>;

/** Thrown by work that leaves off between two statements, outside of a transaction: its session is as good as before. */
export abstract class LeftOff extends Error {}

export interface Target {
  readonly server: ServerRow;
  readonly secrets: Secrets;
  /** Another database of the server than the one in its admin URL. */
  readonly dbname?: string;
}

/**
 * Runs `work` on an admin session of the server, on the database of its admin URL. A session that broke is not used again;
 * one that was kept for a while is asked first whether it still answers.
 */
export const withAdmin = <T>(
  server: ServerRow,
  secrets: Secrets,
  work: (admin: AdminConnection) => Promise<T>,
): Promise<Worked<T>> => onSession({ server, secrets }, work);

/** The same inside one database of the server. */
export const inDatabase = <T>(
  target: Target & { readonly dbname: string },
  work: (inside: AdminConnection) => Promise<T>,
): Promise<Worked<T>> => onSession(target, work);

async function onSession<T>(target: Target, work: (connection: AdminConnection) => Promise<T>): Promise<Worked<T>> {
  const key = keyOf(target);
  const opened = await take(key, target);
  if (!opened.ok) return opened;
  const { connection } = opened;
  let sound = false;
  try {
    const value = await work(connection);
    sound = connection.alive;
    return { ok: true, value };
  } catch (error) {
    sound = error instanceof LeftOff && connection.alive;
    throw error;
  } finally {
    if (sound && mayBeKept(key, target, connection)) keep(key, target, connection, performance.now());
    else await connection.close();
  }
}

/** A changed admin URL is another key: what was opened with the old one is left to grow old. */
const keyOf = ({ server, dbname }: Target): string =>
  JSON.stringify([server.id, server.admin_url_sealed.toString("base64"), dbname]);

async function take(key: string, target: Target): Promise<Opened> {
  for (let next = takeIdle(key); next !== undefined; next = takeIdle(key)) {
    clearTimeout(next.timer);
    next.connection.keepsProcessAlive(true);
    next.connection.takeNotices();
    const isFresh = performance.now() - next.answeredAt < freshMs;
    if (!isOutdated(target.server, next.connection) && (isFresh || (await answers(next.connection))))
      return { ok: true, connection: next.connection };
    await next.connection.close();
  }
  return open(target);
}

async function open({ server, secrets, dbname }: Target): Promise<Opened> {
  const opened = await openAdminConnection(server, secrets, { dbname });
  if (!opened.ok) return opened;
  openedAt.set(opened.connection, performance.now());
  noteTimeline(server, opened.connection);
  return opened;
}

/** It is gone, or leads to another primary than the newest session, or than another process was told of. */
function isOutdated(server: ServerRow, connection: AdminConnection): boolean {
  const { timeline } = connection.facts;
  const seen = newest.get(server.id);
  if (!connection.alive || timeline < (server.timeline ?? 0)) return true;
  return seen !== undefined && (timeline !== seen.timeline || bornAt(connection) < seen.since);
}

const bornAt = (connection: AdminConnection): number => openedAt.get(connection) ?? 0;
const ageOf = (connection: AdminConnection): number => performance.now() - bornAt(connection);

function noteTimeline({ id }: ServerRow, { facts }: AdminConnection): void {
  const seen = newest.get(id);
  if (seen?.timeline !== facts.timeline) newest.set(id, { timeline: facts.timeline, since: seen?.since ?? 0 });
  dropOutdated();
}

function dropOutdated(): void {
  for (const kept of idle) if (isOutdated(kept.target.server, kept.connection)) void letGo(kept);
}

/**
 * A new session has shown that what was done on the others was not done where it is: none of them is used again, and it is
 * kept in their place, so that there is one at any moment.
 */
export function replaceOthers(target: Target, connection: AdminConnection): void {
  const now = performance.now();
  openedAt.set(connection, now);
  newest.set(target.server.id, { timeline: connection.facts.timeline, since: now });
  dropOutdated();
  const key = keyOf(target);
  if (mayBeKept(key, target, connection)) keep(key, target, connection, now);
  else void connection.close();
}

/** The one that was used last. */
function takeIdle(key: string): Idle | undefined {
  const found = idle.findLast((each) => each.key === key);
  idle = idle.filter((each) => each !== found);
  return found;
}

async function answers(connection: AdminConnection): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), 3000)));
  const asked = connection.query("select 1").then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}

function mayBeKept(key: string, { server, dbname }: Target, connection: AdminConnection): boolean {
  // Of this one CREATE DATABASE makes its copies, and refuses while somebody is in it.
  if (connection.dbname === "template1" || isOutdated(server, connection)) return false;
  const isOld = ageOf(connection) > greatestAge.ms;
  return !isOld || (dbname === undefined && !hasYounger(key, connection));
}

const hasYounger = (key: string, connection: AdminConnection): boolean =>
  idle.some((each) => each.key === key && bornAt(each.connection) > bornAt(connection));

function keep(key: string, target: Target, connection: AdminConnection, usedAt: number, pauseMs = 0): void {
  const isInside = target.dbname !== undefined;
  const now = performance.now();
  const restMs = Math.max(greatestAge.ms - ageOf(connection), pauseMs);
  const timer = setTimeout(() => growOld(kept), Math.min(isInside ? idleInsideMs : idleMs, restMs));
  timer.unref();
  connection.keepsProcessAlive(false);
  const kept: Idle = { key, target, connection, timer, usedAt, answeredAt: now };
  idle = [...idle, kept];
  const ofDatabases = idle.filter((each) => each.target.dbname !== undefined);
  if (ofDatabases.length > mostInside) void letGo(ofDatabases[0] as Idle);
}

/** One that is in use makes way for the next; one that is not wanted any more, or has a younger beside it, just goes. */
function growOld(kept: Idle): void {
  const { key, target, connection, usedAt } = kept;
  const isUsed = performance.now() - usedAt < idleMs / 2;
  if (!isUsed || target.dbname !== undefined || hasYounger(key, connection)) return void letGo(kept);
  if (renewals.has(key)) return keepOn(kept);
  renewals.set(
    key,
    renew(kept).finally(() => renewals.delete(key)),
  );
}

async function renew(kept: Idle): Promise<void> {
  const { key, target, usedAt } = kept;
  const next = await open(target).catch((): null => null);
  if (next?.ok === true) keep(key, target, next.connection, usedAt);
  // Somebody took it meanwhile: when they give it back, there is a younger one, or the next is tried again.
  if (!idle.includes(kept)) return;
  if (next?.ok === true || leadsElsewhere(next)) return letGo(kept);
  keepOn(kept);
}

function keepOn(kept: Idle): void {
  const { key, target, connection, usedAt } = kept;
  clearTimeout(kept.timer);
  idle = idle.filter((each) => each !== kept);
  keep(key, target, connection, usedAt, tryAgainMs);
}

const leadsElsewhere = (opened: Opened | null): boolean =>
  opened !== null && !opened.ok && !opened.silent && (opened.refused === "wrong_server" || opened.refused === "pooler");

async function letGo(kept: Idle): Promise<void> {
  clearTimeout(kept.timer);
  idle = idle.filter((each) => each !== kept);
  await kept.connection.close();
}

/** At the end of the process. */
export async function closeAdminConnections(): Promise<void> {
  await Promise.all(renewals.values());
  await Promise.all(idle.map((kept) => letGo(kept)));
}
