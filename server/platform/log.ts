import { pino, type Logger } from "pino";

export type Log = Logger;

/** JSON lines on stderr; secrets are never put into a log object, and these names are struck out all the same. */
export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      redact: {
        paths: ["*.password", "*.token", "*.url", "*.uri", "req.headers.cookie", "req.headers.authorization"],
        censor: "[struck out]",
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
