/**
 * Why there is no admin connection. `silent`: the server does not answer for now, and may be asked again. `refused`: it
 * answers, and somebody has to mend something first. `standby`: for a server that we know, a failover's moment; for one
 * that is new, the wrong address. `reason` is a clause in words, without a secret.
 */
export type ConnectionFailure =
  | { readonly silent: true; readonly reason: string; readonly standby?: true }
  | { readonly silent: false; readonly refused: Refused; readonly reason: string };

export type Refused =
  | "wrong_server"
  | "pooler"
  | "wrong_password"
  | "no_password"
  | "not_let_in"
  | "no_database"
  | "no_encryption"
  | "certificate"
  | "no_host"
  | "url"
  | "other";

/** Every way in which a server does not answer. Whatever else is said of one: it answers, and has to be mended. */
const silences = [
  "nothing listens at its address",
  "the connection was cut",
  "it did not answer in time",
  "its host cannot be reached",
  "its network cannot be reached",
  "its host is down",
  "its name cannot be looked up for now",
  "it is shutting down",
  "it crashed and is recovering",
  "it is starting up or shutting down",
  "all its connection slots are taken",
  "it is out of memory",
  "it is read-only for now",
  "a standby that cannot be written to answers at its address",
] as const;

export const silent = (reason: (typeof silences)[number]): ConnectionFailure & { readonly silent: true } => ({
  silent: true,
  reason,
});
const refused = (why: Refused, reason: string): ConnectionFailure => ({ silent: false, refused: why, reason });

/** Why Guestlist works through none; a clause, as other failures are. */
export const poolerReason =
  "a connection pooler answers at its address: a login that is closed could go on through it. Give Guestlist the address of PostgreSQL itself";

const noPassword = "it asks for a password, and the URL has none. Write it as postgresql://user:password@host/database";
export const sealedWithAnother = "its admin URL was sealed with another secret key, and has to be entered again";
const wrongPassword = "it refuses the admin connection's password";

/**
 * What somebody has to do before Guestlist can work on a server, by what is stored of it: it answers, and time alone mends
 * nothing. Null while it works, and while the server is only away.
 */
export function toMend(server: { readonly state: string; readonly reason: string | null }): string | null {
  const { state, reason } = server;
  if (state !== "silent" || reason === null || silences.some((silence) => silence === reason)) return null;
  return reason === wrongPassword || reason === sealedWithAnother
    ? "Whoever runs Guestlist has to give it the server's admin URL of today: npm run admin -- set-admin-url."
    : "Somebody has to mend that first. Guestlist tries again at least every 30 s.";
}

/** Says of an error while connecting, or of a connection that broke, what it means. */
export function classifyFailure(error: unknown): ConnectionFailure {
  const { code = "", message } = error as { code?: string; message: string };
  // PostgreSQL takes every setting of its own when a session begins; pgbouncer takes few.
  if (/unsupported startup parameter/i.test(message)) return refused("pooler", poolerReason);
  const known = network[code] ?? sqlstates[code];
  if (known !== undefined) return known;
  if (code.startsWith("08") || /timeout|terminated|socket hang up|not queryable|closed/i.test(message))
    return silent(/timeout/i.test(message) ? "it did not answer in time" : "the connection was cut");
  // Of the driver: there is none in the URL, and none can be sent.
  if (/client password must be a/i.test(message)) return refused("no_password", noPassword);
  if (/does not support SSL/i.test(message)) return refused("no_encryption", "it offers no encrypted connections");
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
    return refused("certificate", `its certificate is not accepted: ${message}`);
  return refused("other", message);
}

/**
 * PostgreSQL speaks, and is neither about whoever connects nor about to stop: the database is not there, lets nobody in, or
 * has a setting that ends the session. Its message is not asked: an owner chooses among many ways.
 */
export const isOfDatabase = (error: unknown): boolean =>
  /^(?!28|08|57P0[1-3]|53200|25006|EPIPE)[0-9A-Z]{5}$/.test((error as { code?: string }).code ?? "");

/** True when the session is gone, whatever the statement did: its outcome may be unknown. */
export const isConnectionLost = (error: unknown): boolean => {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (/^(57P0[1-5]|25P0[34]|08|ECONN|EPIPE|ETIMEDOUT)/.test(code)) return true;
  return !/^[0-9A-Z]{5}$/.test(code) && /timeout|terminated|not queryable|closed/i.test(message);
};

const network: Record<string, ConnectionFailure> = {
  ECONNREFUSED: silent("nothing listens at its address"),
  ECONNRESET: silent("the connection was cut"),
  EPIPE: silent("the connection was cut"),
  ETIMEDOUT: silent("it did not answer in time"),
  EHOSTUNREACH: silent("its host cannot be reached"),
  ENETUNREACH: silent("its network cannot be reached"),
  EHOSTDOWN: silent("its host is down"),
  EAI_AGAIN: silent("its name cannot be looked up for now"),
  ENOTFOUND: refused("no_host", "there is no host of that name"),
};

const sqlstates: Record<string, ConnectionFailure> = {
  "57P01": silent("it is shutting down"),
  "57P02": silent("it crashed and is recovering"),
  "57P03": silent("it is starting up or shutting down"),
  "53300": silent("all its connection slots are taken"),
  "53200": silent("it is out of memory"),
  "25006": silent("it is read-only for now"),
  "28P01": refused("wrong_password", wrongPassword),
  "28000": refused("not_let_in", "it does not let the admin connection in"),
  "3D000": refused("no_database", "the database does not exist there"),
};
